package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.ledger.CartOutcome;
import dev.bulkcheckout.ledger.Carts;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunCounts;
import dev.bulkcheckout.report.RunReports;

/**
 * Makes a new run of a run's carts by outcome.
 */
@Command(name = "rerun", description = "Make a new run of a run's carts by outcome.")
final class RerunCommand extends JobCommand {

	@Parameters(paramLabel = "RUN", description = "the run's number")
	private long run;

	@Option(names = "--outcomes", paramLabel = "OUTCOME", split = ",",
			description = "refused, unknown, not-attempted, and only if you say so already-ordered,"
					+ " partially-ordered (default: refused,unknown,not-attempted)")
	private List<String> outcomes = List.of("refused", "unknown", "not-attempted");

	@Option(names = "--dry-run", description = "list the carts that would be asked for, but ask nothing")
	private boolean dryRun;

	RerunCommand(Application application) {
		super(application);
	}

	@Override
	int work(ConfigurableApplicationContext ledger) throws InterruptedException, IOException {
		Set<Outcome> taken = taken();
		Run former = LedgerCommand.find(ledger, this.run);
		if (former.isPreflight()) {
			throw new UsageException(former.id() + " was a preflight: it bought nothing, 'bulk-checkout run' buys");
		}
		if (this.dryRun) {
			try (ConfigurableApplicationContext launch = open(ledger)) {
				launch.getBean(Carts.class).byOutcome(former.id(), taken, (cart) -> print(console(), cart));
			}
			count(ledger, former, taken);
			return console().flush() ? ExitCode.OK.code() : ExitCode.UNEXPECTED.code();
		}
		if (ledger.getBean(Leases.class).standing(former.id()).isHeld()) {
			console().say(former.id() + " is being worked on: a rerun has to wait for its end");
			return ExitCode.WORKED_ON.code();
		}
		if (count(ledger, former, taken) == 0) {
			return ExitCode.OK.code();
		}
		goOnAs(former, ledger);
		// it must not write over the files of the run it is made of
		ledger.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("rerun", Map.of("bulk-checkout.output", "")));
		return launch(ledger, (launcher, options, watch) -> launcher.rerun(former, taken, UUID.randomUUID().toString(),
				options, watch));
	}

	private long count(ApplicationContext ledger, Run former, Set<Outcome> taken) {
		RunCounts counts = ledger.getBean(RunReports.class).of(former.id()).orElseThrow().counts();
		long carts = taken.stream().mapToLong(counts::carts).sum();
		String words = taken.stream().map(RerunCommand::word).collect(Collectors.joining(" or "));
		console().say("%,d %s of %s %s %s".formatted(carts, (carts == 1) ? "cart" : "carts", former.id(),
				(carts == 1) ? "is" : "are", words));
		return carts;
	}

	private static void print(Console console, CartOutcome cart) {
		console.out().printf("%s,%s,%s%n", cart.cart().customer(), cart.cart().id(), cart.outcome().name());
	}

	private Set<Outcome> taken() {
		Set<Outcome> taken = EnumSet.noneOf(Outcome.class);
		for (String name : this.outcomes) {
			taken.add(outcome(name));
		}
		return taken;
	}

	private static Outcome outcome(String name) {
		for (Outcome outcome : Outcome.values()) {
			if (outcome != Outcome.ORDERED && word(outcome).equals(name.strip().toLowerCase(Locale.ROOT))) {
				return outcome;
			}
		}
		throw new UsageException("'" + name + "' is no outcome that can be run again: refused, unknown, not-attempted,"
				+ " already-ordered or partially-ordered");
	}

	private static String word(Outcome outcome) {
		return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
