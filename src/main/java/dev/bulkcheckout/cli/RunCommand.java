package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.input.CartRowHandler;
import dev.bulkcheckout.input.InputSummary;
import dev.bulkcheckout.input.RejectedRow;
import dev.bulkcheckout.run.RunKey;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.RunProperties;

/**
 * Checks out the carts of a CSV. Its {@link SettingFlags} are added where commands are
 * put together.
 */
@Command(name = "run", description = { "Check out the carts of a CSV.",
		"The same file (and date) again goes on where it stood, or says that it is complete." })
final class RunCommand implements Callable<Integer> {

	private final Application application;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Parameters(paramLabel = "CARTS.csv", description = "customer-id and cart-id of each cart; - is standard input")
	@SuppressWarnings("NullAway.Init")
	private Path csv;

	@Option(names = "--date", paramLabel = "YYYY-MM-DD",
			description = "part of the run's identity: the same file of another date is another run")
	private @Nullable LocalDate date;

	@Option(names = "--job", paramLabel = "FILE", description = "a file of jobs/: the same options, and settings")
	private @Nullable Path job;

	@Option(names = "--again", description = "make a new run even if one of this input is complete")
	private boolean again;

	@Option(names = "--dry-run", description = "check the input and say what would be done, but ask nothing")
	private boolean dryRun;

	@Mixin
	private final LogOptions log = new LogOptions();

	RunCommand(Application application) {
		this.application = application;
	}

	@Override
	public Integer call() throws InterruptedException, IOException {
		Console console = Consoles.of(this.spec);
		try (ConfigurableApplicationContext ledger = this.application.ledger(given(), this.job, console);
				ConfigurableApplicationContext launch = this.application.launch(ledger)) {
			// what is wrong with settings or input is said before anything is opened
			RunProperties options = launch.getBean(RunProperties.class);
			if (options.carryOver().isPositive() && this.job == null) {
				console.say("nothing is carried over: bulk-checkout.carry-over is of a job, which --job names");
			}
			try (CartFile input = CartFile.open(this.csv)) {
				InputSummary summary = check(this.csv, input, console);
				return this.dryRun ? dryRun(ledger, options, input.sha256(), summary, console)
						: new Launch(console, Consoles.isTerminal()).launch(launch, (launcher, same, watch) -> launcher
							.run(input, jobName(), this.date, this.again, options, watch));
			}
		}
	}

	private @Nullable String jobName() {
		return (this.job != null) ? JobSettings.nameOf(this.job) : null;
	}

	private Map<String, Object> given() {
		Map<String, Object> given = this.log.settings();
		given.putAll(SettingFlags.given(this.spec));
		return given;
	}

	/**
	 * Reads the input once before anything is done with it.
	 * @throws UsageException if it has rows, and none of them names a cart
	 */
	static InputSummary check(Path csv, CartFile file, OperatorConsole console) {
		InputSummary input = file.read(new CartRowHandler() {
		});
		RejectedRow first = input.firstRejected();
		if (input.carts() == 0 && first != null) {
			throw new UsageException(
					"no row of %s names a cart: %d rows were refused (line %d: %s); 'bulk-checkout validate %s' says why"
						.formatted(csv, input.rejected(), first.line(), first.reason(), csv));
		}
		if (input.notice() != null) {
			console.say(input.notice());
		}
		return input;
	}

	private String carriedOver(ApplicationContext ledger, RunProperties options) {
		String name = jobName();
		return (name == null || !options.carryOver().isPositive()) ? ""
				: ledger.getBean(CarriedCarts.class)
					.waiting(name, options.rehearsal(), options.carryOver(), null)
					.map((waiting) -> " and those of " + waiting.words() + " that it does not name")
					.orElse("");
	}

	private int dryRun(ApplicationContext ledger, RunProperties options, String sha256, InputSummary input,
			Console console) {
		Optional<Run> run = ledger.getBean(Runs.class)
			.newestWithKey(RunKey.ofInput(sha256, this.date, options.rehearsal()));
		console.out().printf("%,d rows: %,d carts, %,d rows refused%n", input.rows(), input.carts(), input.rejected());
		String what;
		if (run.isEmpty() || this.again) {
			what = "a new run would ask for " + "%,d carts".formatted(input.carts()) + carriedOver(ledger, options);
		}
		else if (run.get().isFinished()) {
			what = run.get().id() + " of this input is complete: nothing would be asked";
		}
		else {
			long open = ledger.getBean(RunReports.class)
				.of(run.get().id())
				.orElseThrow()
				.counts()
				.carts(Outcome.NOT_ATTEMPTED);
			what = run.get().id()
					+ " would go on with %,d carts".formatted((run.get().stagedAt() != null) ? open : input.carts());
		}
		console.out()
			.printf("%s, %d at a time%s%n", what, options.concurrency(),
					options.rehearsal() ? ", of the simulator" : "");
		return console.flush() ? ExitCode.OK.code() : ExitCode.UNEXPECTED.code();
	}

}
