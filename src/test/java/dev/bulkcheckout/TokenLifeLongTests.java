package dev.bulkcheckout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.bulkcheckout.TokenLife.For;
import dev.bulkcheckout.TokenLife.Proof;
import dev.bulkcheckout.TokenLife.Transport;

/**
 * Tokens of 20 s during runs of two minutes with 64 in flight.
 */
class TokenLifeLongTests {

	private static final TokenLife TWO_MINUTES = new TokenLife(Duration.ofSeconds(20), 64 * 60, 64,
			Duration.ofSeconds(2));

	private final Path directory;

	TokenLifeLongTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@ParameterizedTest
	@EnumSource
	void noCartFailsWhileTokensExpire(Transport transport) throws Exception {
		List<Callable<Void>> runs = new ArrayList<>();
		for (For whom : For.values()) {
			for (Proof proof : Proof.values()) {
				Path own = Files.createDirectory(this.directory.resolve(whom + "-" + proof));
				runs.add(() -> {
					TWO_MINUTES.outlivedBy(own, whom, proof, transport);
					return null;
				});
			}
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
			for (Future<Void> run : threads.invokeAll(runs)) {
				run.get();
			}
		}
	}

}
