package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DisabledOnOs(OS.WINDOWS)
class RefreshTokenFileTests {

	private final Path directory;

	private final Path path;

	RefreshTokenFileTests(@TempDir Path directory) throws IOException {
		this.directory = directory;
		this.path = Files.writeString(directory.resolve("refresh"), "first\n");
	}

	@Test
	void aNewTokenReplacesTheOldOneForItsOwnerAlone() throws IOException {
		RefreshTokenFile file = new RefreshTokenFile(this.path);
		assertThat(file.read()).isEqualTo(Secret.of("first"));
		file.keep(Secret.of("second"));
		assertThat(this.path).hasContent("second");
		assertThat(permissions(this.path)).isEqualTo("rw-------");
		assertThat(new RefreshTokenFile(this.path).read()).isEqualTo(Secret.of("second"));
		assertThat(names()).containsExactly("refresh");
	}

	@ParameterizedTest
	@MethodSource
	void whatEditorsAndShellsWriteAroundATokenIsNoPartOfIt(byte[] content) throws IOException {
		Files.write(this.path, content);
		assertThat(new RefreshTokenFile(this.path).read()).isEqualTo(Secret.of("t0ken"));
	}

	static List<byte[]> whatEditorsAndShellsWriteAroundATokenIsNoPartOfIt() {
		return List.of("t0ken".getBytes(StandardCharsets.UTF_8), "\uFEFFt0ken\r\n".getBytes(StandardCharsets.UTF_8),
				" \u00A0t0ken\t \n\n".getBytes(StandardCharsets.UTF_8),
				"\r\n\uFEFF t0ken".getBytes(StandardCharsets.UTF_8),
				"\uFEFFt0ken\r\n".getBytes(StandardCharsets.UTF_16LE),
				"\uFEFFt0ken\r\n".getBytes(StandardCharsets.UTF_16BE));
	}

	@Test
	void widePermissionsAreMended() throws IOException {
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-rw-r--"));
		new RefreshTokenFile(this.path).read();
		assertThat(permissions(this.path)).isEqualTo("rw-------");
	}

	@Test
	void aReaderNeverSeesHalfAToken() {
		List<String> whole = List.of("a".repeat(100_000), "b".repeat(100_000));
		RefreshTokenFile file = new RefreshTokenFile(this.path);
		file.keep(Secret.of(whole.getFirst()));
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
			while (!done.get()) {
				assertThat(whole).contains(new RefreshTokenFile(this.path).read().reveal());
			}
		});
		for (int i = 0; i < 100; i++) {
			file.keep(Secret.of(whole.get((i + 1) % 2)));
		}
		done.set(true);
		reader.join();
	}

	@Test
	void aLinkStaysALink() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.path);
		RefreshTokenFile file = new RefreshTokenFile(link);
		file.read();
		file.keep(Secret.of("second"));
		assertThat(link).isSymbolicLink().hasContent("second");
		assertThat(this.path).hasContent("second");
	}

	@Test
	void aTokenThatCannotBeWrittenIsUsedAllTheSame() throws IOException {
		RefreshTokenFile file = new RefreshTokenFile(this.path);
		file.read();
		// a directory cannot be replaced by a file, whoever the user is
		Files.delete(this.path);
		Files.createDirectories(this.path.resolve("in-the-way"));
		file.keep(Secret.of("second"));
		assertThat(file.read()).isEqualTo(Secret.of("second"));
		assertThat(names()).containsExactly("refresh");
	}

	@Test
	void aLeftoverOfACrashIsNotRead() throws IOException {
		Files.writeString(this.directory.resolve(".refresh123.new"), "hal");
		RefreshTokenFile file = new RefreshTokenFile(this.path);
		assertThat(file.read()).isEqualTo(Secret.of("first"));
		file.keep(Secret.of("second"));
		assertThat(file.read()).isEqualTo(Secret.of("second"));
	}

	@Test
	void anotherTokenInTheFileWins() throws IOException {
		RefreshTokenFile file = new RefreshTokenFile(this.path);
		file.read();
		file.keep(Secret.of("second"));
		Files.writeString(this.path, "consented again");
		assertThat(file.read()).isEqualTo(Secret.of("consented again"));
	}

	@Test
	void aMissingFileIsRefusedWhereNoTokenIsKnown() throws IOException {
		Files.delete(this.path);
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(new RefreshTokenFile(this.path)::read)
			.withMessage("PARTNER_CENTER_REFRESH_TOKEN_FILE: there is no file " + this.path);
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
