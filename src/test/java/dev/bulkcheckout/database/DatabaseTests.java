package dev.bulkcheckout.database;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DatabaseTests {

	@Test
	void givenServerIsUsedAsItIs(@TempDir Path directory) {
		DatabaseSettings settings = new DatabaseSettings("jdbc:postgresql://db:5433/night?ssl=true&password=geheim",
				"operator", "secret", null, directory.resolve("data"));
		try (Database database = Database.open(settings, (text) -> {
			throw new IllegalStateException(text);
		})) {
			assertThat(database.url()).isEqualTo("jdbc:postgresql://db:5433/night?ssl=true&password=geheim");
			assertThat(database.username()).isEqualTo("operator");
			assertThat(database.password()).isEqualTo("secret");
			assertThat(database.description()).isEqualTo("PostgreSQL at //db:5433/night");
		}
		assertThat(settings.toString()).doesNotContain("geheim", "secret");
		assertThat(directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:postgresql://db/night, //db/night", "jdbc:postgresql:night, night",
			"'jdbc:postgresql://a:1,b:2/night?user=x', '//a:1,b:2/night'" })
	void descriptionHasNoSecrets(String url, String shown) {
		try (Database database = Database.open(new DatabaseSettings(url, null, null, null, Path.of("data")), (text) -> {
		})) {
			assertThat(database.description()).isEqualTo("PostgreSQL at " + shown);
		}
	}

	@Test
	void otherDatabasesAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new DatabaseSettings("jdbc:mysql://joe:geheim@db/night", null, null, null, Path.of("data")))
			.withMessageContaining("SPRING_DATASOURCE_URL")
			.withMessageNotContaining("geheim");
	}

	@Test
	void aPasswordBeforeTheHostIsRefused() {
		// the driver would take "joe" for the host and tell the rest
		assertThatIllegalArgumentException().isThrownBy(
				() -> new DatabaseSettings("jdbc:postgresql://joe:geheim@db/night", null, null, null, Path.of("data")))
			.withMessageContaining("SPRING_DATASOURCE_PASSWORD")
			.withMessageNotContaining("geheim");
	}

	@Test
	void blankUrlMeansTheEmbeddedOne() {
		assertThat(new DatabaseSettings(" ", null, null, null, Path.of("data")))
			.isEqualTo(DatabaseSettings.embedded(Path.of("data")));
	}

	@Test
	void machineWithoutBinariesIsToldWhatToDo() {
		assertThatExceptionOfType(DatabaseUnavailableException.class)
			.isThrownBy(() -> Binaries.archive("Windows 11", "sparc", false))
			.withMessageContaining("no PostgreSQL for Windows 11 on sparc")
			.withMessageContaining("SPRING_DATASOURCE_URL");
	}

}
