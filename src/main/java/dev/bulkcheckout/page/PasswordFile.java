package dev.bulkcheckout.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

import dev.bulkcheckout.settings.InvalidSettingException;

/**
 * Who may sign in, in lines of {@code name:role:{bcrypt}hash}. The file is read again
 * when it has changed; while it cannot be used, nobody can sign in.
 */
public final class PasswordFile implements UserDetailsService {

	private static final Logger logger = LoggerFactory.getLogger(PasswordFile.class);

	private static final String SETTING = "bulk-checkout.page.users-file";

	/** A cost of 10 is the least that OWASP asks for. */
	private static final Pattern LINE = Pattern.compile(
			"(?<name>[^:\\p{Cntrl}]{1,100}):(?<role>viewer|operator):(?<hash>\\{bcrypt}\\$2[aby]\\$[123]\\d\\$.{53})");

	private final Path file;

	private Read read;

	/**
	 * Reads the file.
	 * @throws InvalidSettingException if it cannot be used; it says in which line
	 */
	public PasswordFile(Path file) {
		this.file = file;
		this.read = new Read(Stamp.of(file), lines(file));
	}

	/**
	 * What was read.
	 *
	 * @param stamp of the file then; null if it could not be looked at
	 * @param users by name, with their lines
	 */
	private record Read(@Nullable Stamp stamp, Map<String, UserDetails> users) {
	}

	/**
	 * What changes with a file.
	 */
	private record Stamp(FileTime modified, long size, @Nullable Object key) {

		static @Nullable Stamp of(Path file) {
			try {
				BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
				return new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
			}
			catch (IOException ex) {
				return null;
			}
		}

	}

	@Override
	public UserDetails loadUserByUsername(String name) {
		UserDetails user = users().get(name);
		if (user == null) {
			throw new UsernameNotFoundException("unknown");
		}
		// of its own for each who signs in: the hash is erased from it
		return User.withUserDetails(user).build();
	}

	/**
	 * Whether somebody who signed in may still do what they might then.
	 */
	boolean isStill(UserDetails signedIn) {
		UserDetails user = users().get(signedIn.getUsername());
		return user != null && user.getAuthorities().containsAll(signedIn.getAuthorities());
	}

	private synchronized Map<String, UserDetails> users() {
		Stamp stamp = Stamp.of(this.file);
		if (stamp == null || !stamp.equals(this.read.stamp())) {
			Map<String, UserDetails> users = Map.of();
			try {
				users = lines(this.file);
				logger.atInfo().addKeyValue("event", "USERS_READ").log("{} may sign in", users.size());
			}
			catch (InvalidSettingException ex) {
				logger.error("nobody can sign in to the page: {}", ex.getMessage());
			}
			this.read = new Read(stamp, users);
		}
		return this.read.users();
	}

	private static Map<String, UserDetails> lines(Path file) {
		List<String> lines;
		try {
			refuseIfOthersMayRead(file);
			lines = Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new InvalidSettingException("%s: %s cannot be read".formatted(SETTING, file), ex);
		}
		Map<String, UserDetails> users = new HashMap<>();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			Matcher parts = LINE.matcher(line);
			if (!parts.matches()) {
				throw refusal(file, i,
						"is not name:role:hash with the role viewer or operator and a hash such as {bcrypt}$2y$12$… of a"
								+ " cost of 10 or more");
			}
			String name = parts.group("name");
			UserDetails user = User.withUsername(name)
				.password(parts.group("hash"))
				.roles(Roles.of(parts.group("role")))
				.build();
			if (users.putIfAbsent(name, user) != null) {
				throw refusal(file, i, "names somebody whom another line names, too");
			}
		}
		if (users.isEmpty()) {
			throw new InvalidSettingException("%s: %s names nobody".formatted(SETTING, file));
		}
		return users;
	}

	private static void refuseIfOthersMayRead(Path file) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
		if (view != null) {
			var permissions = view.readAttributes().permissions();
			if (permissions.contains(PosixFilePermission.OTHERS_READ)
					|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
				throw new InvalidSettingException("%s: every user of this machine may read or write %s: 'chmod 600 %s'"
					.formatted(SETTING, file, file));
			}
		}
	}

	/** The line is not told: it may hold a password that was typed there. */
	private static InvalidSettingException refusal(Path file, int index, String why) {
		return new InvalidSettingException("%s: line %d of %s %s".formatted(SETTING, index + 1, file, why));
	}

}
