package dev.bulkcheckout.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.check.Finding;
import dev.bulkcheckout.check.SetUpCheck;

/**
 * Checks what a run needs without touching a cart.
 */
@Command(name = "check", description = { "Check settings, database, token and one harmless read.",
		"Says what is right and what is not; 0 if a run can begin, else 2." })
final class CheckCommand implements Callable<Integer> {

	private final Application application;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	CheckCommand(Application application) {
		this.application = application;
	}

	@Override
	public Integer call() {
		Console console = Consoles.of(this.spec);
		AtomicBoolean wrong = new AtomicBoolean();
		try (ConfigurableApplicationContext context = this.application.ledger(Map.of(), null, console)) {
			context.getBean(SetUpCheck.class).look((finding) -> {
				console.out().printf("%-8s %-9s %s%n", finding.kind(), finding.subject(), finding.text());
				console.out().flush();
				if (finding.kind() == Finding.Kind.WRONG) {
					wrong.set(true);
				}
			});
		}
		return wrong.get() ? ExitCode.USAGE.code() : ExitCode.OK.code();
	}

}
