package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The archive that the build makes: unpacked, it runs where there is a Java runtime and
 * neither Maven nor sources.
 */
@Execution(ExecutionMode.CONCURRENT)
class DistributionIntegrationTests {

	private final Path directory;

	private Path home = Path.of("");

	DistributionIntegrationTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@BeforeEach
	void unpack() throws Exception {
		List<Path> archives = list(Path.of("target")).filter((file) -> file.toString().endsWith(".tar.gz"))
			.sorted(Comparator.comparing(Path::toString).reversed())
			.toList();
		assumeThat(archives).as("the build has packed, ./mvnw package").isNotEmpty();
		Path archive = archives.getFirst();
		said(0, Path.of("target"), "sha256sum", "--check", archive.getFileName() + ".sha256");
		said(0, this.directory, "tar", "-xzf", archive.toAbsolutePath().toString());
		this.home = this.directory.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
	}

	@Test
	void itRunsByItself() throws Exception {
		assertThat(said(0, this.directory, launcher(), "--version"))
			.contains(this.home.getFileName().toString().replace('-', ' ').replace("bulk checkout", "bulk-checkout"));
		assertThat(said(0, this.home, launcher(), "validate", "sample-input/carts.csv")).contains("24 carts");
	}

	@Test
	void whatItShipsIsInItsBillOfMaterialsWithALicence() throws IOException {
		JsonNode bill = JsonMapper.shared().readTree(Files.readString(this.home.resolve("sbom.cdx.json")));
		List<String> licensed = bill.path("components")
			.valueStream()
			.filter((component) -> !component.path("licenses").isEmpty())
			.map((component) -> component.path("name").asString() + "-" + component.path("version").asString())
			.toList();
		assertThat(list(this.home.resolve("app/lib")).map((jar) -> jar.getFileName().toString().replace(".jar", "")))
			.isNotEmpty()
			.isSubsetOf(licensed);
		assertThat(this.home.resolve("LICENSE")).exists();
		assertThat(list(this.home.resolve("licences"))).isNotEmpty();
	}

	private String launcher() {
		return this.home.resolve("bulk-checkout").toString();
	}

	private static Stream<Path> list(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.collect(Collectors.toList()).stream();
		}
	}

	private static String said(int exitCode, Path folder, String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as("%s said %s", List.of(command), said).isEqualTo(exitCode);
		return said;
	}

}
