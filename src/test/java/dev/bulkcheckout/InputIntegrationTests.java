package dev.bulkcheckout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import dev.bulkcheckout.simulator.Simulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where carts may come from, as a scheduler or a shell hands them over.
 */
class InputIntegrationTests {

	private static final String TWO_CARTS = """
			CustomerId,CartId,Name
			2b7e1516-28ae-4d2a-8bf7-158809cf4f3c,{00000000-0000-0000-0000-000000000001},M\u00FCller
			2b7e1516-28ae-4d2a-8bf7-158809cf4f3c,00000000-0000-0000-0000-000000000002
			,,
			""";

	private final TestDatabase database = TestDatabase.empty();

	private final Simulator partnerCenter = Simulator.start();

	private final Path directory;

	private final TestCli line;

	InputIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
		this.line = new TestCli(this.database.url()).asking(this.partnerCenter)
			.set("bulk-checkout.output", directory.resolve("output"));
	}

	@AfterEach
	void close() {
		this.partnerCenter.close();
		this.database.close();
	}

	@Test
	void headerAloneIsANightWithoutCartsAndHasAnEmptyReport() throws IOException {
		TestCli.Ended answer = run(
				Files.writeString(this.directory.resolve("carts.csv"), "customer-id,cart-id\r\n;;\r\n"));
		assertThat(answer.exitCode()).as(answer.err()).isZero();
		assertThat(answer.out()).contains("Carts              0");
		for (String file : List.of("results.csv", "orders.csv", "rejected.csv", "needs-attention.csv")) {
			assertThat(this.directory.resolve("output").resolve(file)).content().hasLineCount(1);
		}
		assertThat(this.directory.resolve("output/summary.json")).content().containsPattern("\"exit-?[cC]ode\" ?: ?0");
		assertThat(this.partnerCenter.counts().checkouts()).isZero();
	}

	@Test
	void namedPipeIsReadOnce() throws Exception {
		Path pipe = this.directory.resolve("carts.pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(pipe));
		TestCli.Ended answer = run(pipe);
		assertThat(answer.exitCode()).as(answer.err()).isZero();
		writer.join();
		assertThat(carts()).containsExactly("2 00000000-0000-0000-0000-000000000001",
				"3 00000000-0000-0000-0000-000000000002");
	}

	private static void write(Path pipe) {
		try {
			Files.writeString(pipe, TWO_CARTS);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@ResourceLock(Resources.SYSTEM_OUT)
	void standardInputIsTheSameRunAsAFileOfItsBytes() throws IOException {
		InputStream before = System.in;
		System.setIn(new ByteArrayInputStream(TWO_CARTS.getBytes(StandardCharsets.UTF_8)));
		try {
			TestCli.Ended answer = run(Path.of("-"));
			assertThat(answer.exitCode()).as(answer.err()).isZero();
		}
		finally {
			System.setIn(before);
		}
		assertThat(this.line.run("runs").out()).contains("standard input");
		TestCli.Ended again = run(Files.writeString(this.directory.resolve("carts.csv"), TWO_CARTS));
		assertThat(again.exitCode()).isZero();
		assertThat(again.err()).contains("run 1 of this input is complete");
		assertThat(carts()).hasSize(2);
	}

	@Test
	void fileIsFoundByItsNameWithoutALocale() throws Exception {
		Path home = installed();
		// sh writes the name: this JVM may lack a locale, too
		Process launcher = new ProcessBuilder("env", "-i", "PATH=" + System.getenv("PATH"),
				"JAVA_HOME=" + System.getProperty("java.home"), "sh", "-c",
				"name=$(printf 'M\\303\\244rz.csv') && cat >\"$name\" && exec ./bulk-checkout validate \"$name\"")
			.directory(home.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (var in = launcher.getOutputStream()) {
			in.write(TWO_CARTS.getBytes(StandardCharsets.UTF_8));
		}
		String out = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(launcher.waitFor()).isZero();
		assertThat(out).isEqualTo("M\u00E4rz.csv: 2 rows: 2 carts, 0 rows refused\n");
	}

	/**
	 * The launcher beside a program, as the image has them, with an archive of classes
	 * that need not be made.
	 */
	private Path installed() throws IOException {
		Path home = Files.createDirectories(this.directory.resolve("home"));
		Path app = Files.createDirectories(home.resolve("app"));
		Files.copy(Path.of("bulk-checkout"), home.resolve("bulk-checkout"), StandardCopyOption.COPY_ATTRIBUTES);
		Files.createFile(app.resolve("classes-%s.jsa".formatted(System.getProperty("java.version"))));
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, BulkCheckout.class.getName());
		manifest.getMainAttributes()
			.put(Attributes.Name.CLASS_PATH,
					Stream.of(Objects.requireNonNull(System.getProperty("java.class.path")).split(":"))
						.map((entry) -> Path.of(entry).toUri().toString())
						.collect(Collectors.joining(" ")));
		new JarOutputStream(Files.newOutputStream(app.resolve("bulk-checkout.jar")), manifest).close();
		return home;
	}

	private TestCli.Ended run(Path csv) {
		return this.line.run("run", csv.toString(), "--reconcile-for", "20s");
	}

	private List<String> carts() {
		return this.database.jdbc()
			.sql("select line || ' ' || cart_id from cart order by line")
			.query(String.class)
			.list();
	}

}
