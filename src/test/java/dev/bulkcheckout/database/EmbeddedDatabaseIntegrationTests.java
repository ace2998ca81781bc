package dev.bulkcheckout.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Each test leaves the shared directory with its server stopped.
 */
class EmbeddedDatabaseIntegrationTests {

	private static Path directory = Path.of("");

	private final List<String> said = new ArrayList<>();

	@BeforeAll
	static void create(@TempDir Path temporary) {
		directory = temporary.resolve("not there yet");
		try (Database database = Database.open(DatabaseSettings.embedded(directory), (text) -> {
		})) {
			assertThat(Sql.execute(database, "create table kept (word text)")).isEqualTo("done");
		}
	}

	@BeforeEach
	void empty() {
		try (Database database = open()) {
			assertThat(Sql.execute(database, "truncate kept")).isEqualTo("done");
		}
		this.said.clear();
	}

	@Test
	void secondStartKeepsRowsAndUnpacksNothing() throws SQLException {
		try (Database database = open()) {
			Sql.execute(database, "insert into kept values ('here')");
		}
		try (Database database = open()) {
			assertThat(words(database)).isEqualTo("here");
		}
		assertThat(this.said).hasSize(2).allMatch((text) -> text.startsWith("starting the embedded PostgreSQL"));
	}

	@Test
	void commitsSurviveAPowerCutAndOnlyThisMachineMayConnect() throws SQLException {
		try (Database database = open()) {
			assertThat(List.of("fsync", "synchronous_commit", "full_page_writes"))
				.allSatisfy((setting) -> assertThat(Sql.query(database, "show " + setting)).isEqualTo("on"));
			assertThat(Sql.query(database, "show listen_addresses")).isEqualTo("127.0.0.1");
			assertThat(Sql.query(database, "show max_connections")).isEqualTo("100");
			assertThat(Sql.query(database, "show server_encoding")).isEqualTo("UTF8");
		}
	}

	@Test
	void passwordIsAskedForAndKeptFromOthers() throws IOException {
		try (Database database = open()) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(database.url(), database.username(), "guess"))
				.withMessageContaining("password authentication failed");
			assertThat(database).hasToString(database.description());
			assertThat(database.description()).contains(directory.toString())
				.doesNotContain(String.valueOf(database.password()));
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster("bulk-checkout.password"))))
			.isEqualTo("rw-------");
	}

	@Test
	void oneProcessMayOpenItTwice() throws SQLException {
		Database first = open();
		try (Database second = open()) {
			assertThat(second.url()).isEqualTo(first.url());
			first.close();
			first.close();
			assertThat(Sql.query(second, "select 1")).isEqualTo("1");
		}
		assertThat(cluster("postmaster.pid")).doesNotExist();
	}

	@Test
	void lastOfTwoProcessesStopsTheServer() throws IOException, SQLException {
		try (OtherProcess other = OtherProcess.in(directory)) {
			String url = other.url();
			Database database = open();
			assertThat(database.url()).isEqualTo(url);
			assertThat(other.sql("insert into kept values ('theirs')")).isEqualTo("done");
			assertThat(words(database)).isEqualTo("theirs");
			database.close();
			assertThat(other.sql("insert into kept values ('still')")).isEqualTo("done");
		}
		assertThat(cluster("postmaster.pid")).doesNotExist();
		try (Database database = open()) {
			assertThat(words(database)).isEqualTo("still theirs");
		}
	}

	@Test
	void firstOfTwoProcessesLeavesTheServerToTheOther() throws IOException, SQLException {
		OtherProcess other = OtherProcess.in(directory);
		String url = other.url();
		try (Database database = open()) {
			other.close();
			assertThat(database.url()).isEqualTo(url);
			assertThat(Sql.query(database, "select 1")).isEqualTo("1");
		}
		assertThat(cluster("postmaster.pid")).doesNotExist();
	}

	@Test
	void serverOfAKilledProcessIsTakenOver() throws IOException, SQLException {
		OtherProcess other = OtherProcess.in(directory);
		String url = other.url();
		other.sql("insert into kept values ('committed')");
		other.kill();
		try (Database database = open()) {
			assertThat(database.url()).isEqualTo(url);
			assertThat(words(database)).isEqualTo("committed");
			assertThat(this.said).isEmpty();
		}
		assertThat(cluster("postmaster.pid")).doesNotExist();
	}

	@Test
	void killedServerRecoversAtTheNextStart() throws IOException, SQLException {
		try (Database database = open()) {
			Sql.execute(database, "insert into kept values ('committed')");
			killServer();
		}
		assertThat(cluster("postmaster.pid")).exists();
		try (Database database = open()) {
			assertThat(words(database)).isEqualTo("committed");
		}
	}

	@Test
	void fileOfADeadServerDoesNotHinder() throws IOException, SQLException {
		startWithPostmasterFile(String.valueOf(Integer.MAX_VALUE));
	}

	@Test
	void fileThatNamesAnotherProgramDoesNotHinder() throws IOException, SQLException {
		// not this process: PostgreSQL itself knows that its ancestors are no server
		Process program = new ProcessBuilder("sleep", "60").start();
		try {
			startWithPostmasterFile(String.valueOf(program.pid()));
		}
		finally {
			program.destroy();
		}
	}

	@Test
	void emptyFileDoesNotHinder() throws IOException, SQLException {
		Files.createFile(cluster("postmaster.pid"));
		try (Database database = open()) {
			assertThat(Sql.query(database, "select 1")).isEqualTo("1");
		}
	}

	private void startWithPostmasterFile(String pid) throws IOException, SQLException {
		List<String> lines;
		try (Database database = open()) {
			lines = new ArrayList<>(Files.readAllLines(cluster("postmaster.pid")));
			lines.set(0, pid);
			Sql.execute(database, "insert into kept values ('kept')");
		}
		Files.write(cluster("postmaster.pid"), lines);
		try (Database database = open()) {
			assertThat(words(database)).isEqualTo("kept");
		}
	}

	@Test
	void processesThatCreateItAtTheSameMomentShareIt() throws IOException {
		Path fresh = aDirectoryWithBinariesOnly("shared from the start");
		try (OtherProcess one = OtherProcess.in(fresh); OtherProcess two = OtherProcess.in(fresh)) {
			assertThat(one.url()).isEqualTo(two.url()).startsWith("jdbc:postgresql://127.0.0.1:");
			assertThat(one.sql("create table t (i int)")).isEqualTo("done");
			assertThat(two.sql("insert into t values (1)")).isEqualTo("done");
		}
		assertThat(fresh.resolve("postgresql/cluster/postmaster.pid")).doesNotExist();
	}

	@Test
	void interruptedThreadStopsTheServerAllTheSame() {
		Database database = open();
		Thread.currentThread().interrupt();
		database.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(cluster("postmaster.pid")).doesNotExist();
		assertThat(this.said).hasSize(1);
	}

	@Test
	void unfinishedCreationIsDoneAgain() throws IOException {
		Path fresh = aDirectoryWithBinariesOnly("cut off");
		Path unfinished = Files.createDirectories(fresh.resolve("postgresql/cluster.unfinished-1"));
		Files.writeString(unfinished.resolve("PG_VERSION"), "17\n");
		try (Database database = Database.open(DatabaseSettings.embedded(fresh), this.said::add)) {
			assertThat(Sql.execute(database, "select 1")).isEqualTo("done");
		}
		assertThat(unfinished).doesNotExist();
	}

	@Test
	void otherMajorVersionIsRefused() throws IOException {
		String version = Files.readString(cluster("PG_VERSION"));
		Files.writeString(cluster("PG_VERSION"), "12\n");
		try {
			assertRefused(directory, "is of PostgreSQL 12, this version brings PostgreSQL " + version.strip());
		}
		finally {
			Files.writeString(cluster("PG_VERSION"), version);
		}
	}

	@Test
	void serverThatDoesNotStartIsToldOfWithItsLog() throws IOException {
		String settings = Files.readString(cluster("postgresql.auto.conf"));
		Files.writeString(cluster("postgresql.auto.conf"), "no_such_setting = 1\n");
		try {
			assertRefused(directory, "unrecognized configuration parameter \"no_such_setting\"");
		}
		finally {
			Files.writeString(cluster("postgresql.auto.conf"), settings);
		}
	}

	@Test
	void fileInPlaceOfTheDirectoryIsRefused(@TempDir Path temporary) throws IOException {
		Path file = Files.writeString(temporary.resolve("data"), "");
		assertRefused(file, "tried to keep a database in " + file);
	}

	@Test
	void directoryThatMayNotBeWrittenIsRefused(@TempDir Path temporary) throws IOException {
		Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r-xr-xr-x"));
		assumeFalse(Files.isWritable(temporary), "this user may write everywhere");
		assertRefused(temporary, "make it a directory that this user may write to");
	}

	private void assertRefused(Path place, String reason) {
		assertThatExceptionOfType(DatabaseUnavailableException.class)
			.isThrownBy(() -> Database.open(DatabaseSettings.embedded(place), this.said::add))
			.withMessageContaining(reason)
			.withMessageContaining("SPRING_DATASOURCE_URL");
	}

	private Database open() {
		return Database.open(DatabaseSettings.embedded(directory), this.said::add);
	}

	private static Path cluster(String file) {
		return directory.resolve("postgresql").resolve("cluster").resolve(file);
	}

	/** Beside the shared directory, whose binaries it borrows. */
	private static Path aDirectoryWithBinariesOnly(String name) throws IOException {
		Path fresh = directory.resolveSibling(name);
		Path home = Files.createDirectories(fresh.resolve("postgresql"));
		Files.createSymbolicLink(home.resolve(binaries().getFileName()), binaries());
		return fresh;
	}

	private static Path binaries() throws IOException {
		try (var files = Files.list(directory.resolve("postgresql"))) {
			return files.filter((file) -> file.getFileName().toString().startsWith("binaries-"))
				.findFirst()
				.orElseThrow();
		}
	}

	private static String words(Database database) throws SQLException {
		return Sql.query(database, "select string_agg(word, ' ' order by word) from kept");
	}

	private static void killServer() throws IOException {
		String pid = Files.readAllLines(cluster("postmaster.pid"), StandardCharsets.UTF_8).getFirst();
		ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
		server.destroyForcibly();
		server.onExit().join();
	}

}
