package dev.bulkcheckout.cli;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunText;

/**
 * A command that asks the ledger.
 */
abstract class LedgerCommand implements Callable<Integer> {

	private final Workplace workplace;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	LedgerCommand(Workplace workplace) {
		this.workplace = workplace;
	}

	@Override
	public final Integer call() throws IOException {
		Console console = Consoles.of(this.spec);
		try (Workplace.Ledger ledger = this.workplace.settings(Map.of(), null, console).openLedger(console)) {
			int exitCode = ask(ledger, console);
			return console.flush() ? exitCode : ExitCodes.UNEXPECTED;
		}
	}

	abstract int ask(Workplace.Ledger ledger, Console console) throws IOException;

	/**
	 * The run of that number.
	 * @throws UsageException if there is none
	 */
	static Run find(Workplace.Ledger ledger, long run) {
		return ledger.runs()
			.find(new RunId(run))
			.orElseThrow(() -> new UsageException("there is no run " + run + "; 'bulk-checkout runs' lists them"));
	}

	static RunText text() {
		return new RunText(ZoneId.systemDefault(), Consoles.width(100));
	}

}
