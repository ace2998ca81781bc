package dev.bulkcheckout.partnercenter.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.bulkcheckout.settings.InvalidSettingException;
import dev.bulkcheckout.settings.Secret;

/**
 * The file that keeps the newest refresh token, for its owner alone, written whole or not
 * at all. A token that cannot be written is used for as long as the process lives: the
 * one in the file stays valid. Source: Microsoft Entra, "Refresh tokens" (read 2026-11).
 * Not safe for use by many threads at once.
 */
final class RefreshTokenFile {

	private static final Logger logger = LoggerFactory.getLogger(RefreshTokenFile.class);

	private static final Set<PosixFilePermission> OWNER_ALONE = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	private final Path file;

	private @Nullable Secret lastSeen;

	private @Nullable Secret newest;

	private @Nullable Instant consentedAt;

	RefreshTokenFile(Path file) {
		this.file = file;
	}

	/**
	 * The token to use: the newest one received, unless somebody has put another into the
	 * file since.
	 * @throws InvalidSettingException if the file cannot be read and no token is known
	 */
	Secret read() {
		Secret inFile;
		try {
			inFile = Secret.inFile("PARTNER_CENTER_REFRESH_TOKEN_FILE", this.file.toString());
		}
		catch (InvalidSettingException ex) {
			if (this.newest == null) {
				throw ex;
			}
			logger.warn("{}; this run goes on with the refresh token it has", ex.getMessage());
			return this.newest;
		}
		if (!inFile.equals(this.lastSeen)) {
			closeToOthers();
			this.lastSeen = inFile;
			this.newest = inFile;
			this.consentedAt = consentedAt();
		}
		return (this.newest != null) ? this.newest : inFile;
	}

	/**
	 * When a person last put a token into the file: its time, which the tokens that
	 * replace that one inherit, as they do the proof of MFA. Null if the file has none.
	 */
	@Nullable Instant consentedAt() {
		try {
			return Files.getLastModifiedTime(this.file).toInstant();
		}
		catch (IOException ex) {
			return this.consentedAt;
		}
	}

	/**
	 * Keeps a token that was just received.
	 */
	void keep(Secret received) {
		if (received.equals(this.newest)) {
			return;
		}
		this.newest = received;
		try {
			write(received);
			this.lastSeen = received;
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.warn("the new refresh token could not be kept in {} ({}): this run goes on with it, the next one "
					+ "begins with the old one, which dies 90 days after it was issued. Let this user write to the "
					+ "file and its directory", this.file, ex.toString());
		}
	}

	private void write(Secret received) throws IOException {
		// a link stays a link: its target is replaced
		Path target = this.file.toRealPath();
		Path directory = target.resolveSibling("");
		boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
		FileAttribute<?>[] ownerAlone = posix
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER_ALONE) }
				: new FileAttribute<?>[0];
		Path beside = Files.createTempFile(directory, "." + target.getFileName(), ".new", ownerAlone);
		try {
			try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
				ByteBuffer content = StandardCharsets.UTF_8.encode(received.reveal() + "\n");
				while (content.hasRemaining()) {
					channel.write(content);
				}
				channel.force(true);
			}
			if (this.consentedAt != null) {
				Files.setLastModifiedTime(beside, FileTime.from(this.consentedAt));
			}
			Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(beside);
		}
		makeTheRenameLast(directory);
	}

	private static void makeTheRenameLast(Path directory) {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// not every system opens directories; the old token stays valid
			logger.debug("{} could not be flushed", directory, ex);
		}
	}

	private void closeToOthers() {
		try {
			Set<PosixFilePermission> found = Files.getPosixFilePermissions(this.file);
			if (OWNER_ALONE.containsAll(found)) {
				return;
			}
			Files.setPosixFilePermissions(this.file, OWNER_ALONE);
			logger.warn("the refresh token in {} was open to others ({}); now it is its owner's alone", this.file,
					PosixFilePermissions.toString(found));
		}
		catch (IOException ex) {
			logger.warn("the refresh token in {} is open to others and this user may not change that: chmod 600 it",
					this.file);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("{} has no POSIX permissions", this.file);
		}
	}

}
