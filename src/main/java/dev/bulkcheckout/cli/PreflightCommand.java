package dev.bulkcheckout.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.bulkcheckout.input.CartFile;

/**
 * Reads carts and says what would be bought.
 */
@Command(name = "preflight", description = {
		"Read each cart and say what would be bought, what not and why, what it costs.", "Nothing is bought." })
final class PreflightCommand extends JobCommand {

	@Parameters(paramLabel = "CARTS.csv", description = "customer-id and cart-id of each cart; - is standard input")
	@SuppressWarnings("NullAway.Init")
	private Path csv;

	PreflightCommand(Application application) {
		super(application);
	}

	@Override
	int work(ConfigurableApplicationContext ledger) throws InterruptedException, IOException {
		try (CartFile input = CartFile.open(this.csv)) {
			RunCommand.check(this.csv, input, console());
			return launch(ledger, (launcher, options, watch) -> launcher.preflight(input, jobName(), options, watch));
		}
	}

}
