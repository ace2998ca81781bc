package dev.bulkcheckout.cli;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.RunText;

/**
 * A command that asks the ledger.
 */
abstract class LedgerCommand implements Callable<Integer> {

	private final Application application;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	LedgerCommand(Application application) {
		this.application = application;
	}

	@Override
	public final Integer call() throws IOException {
		Console console = Consoles.of(this.spec);
		try (ConfigurableApplicationContext ledger = this.application.ledger(Map.of(), null, console)) {
			int exitCode = ask(ledger, console);
			return console.flush() ? exitCode : ExitCode.UNEXPECTED.code();
		}
	}

	abstract int ask(ApplicationContext ledger, Console console) throws IOException;

	/**
	 * The run of that number.
	 * @throws UsageException if there is none
	 */
	static Run find(ApplicationContext ledger, long run) {
		return ledger.getBean(Runs.class)
			.find(new RunId(run))
			.orElseThrow(() -> new UsageException("there is no run " + run + "; 'bulk-checkout runs' lists them"));
	}

	static RunText text() {
		return new RunText(ZoneId.systemDefault(), Consoles.width(100));
	}

}
