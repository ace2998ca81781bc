package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that holds one secret in one line, as editors and shells of any system write it:
 * with or without a byte order mark, in UTF-8 or, as Windows PowerShell does, in UTF-16.
 */
final class SecretFile {

	private static final int LARGEST = 1 << 20;

	private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Z}\uFEFF\u200B]+|[\\s\\p{Z}\uFEFF\u200B]+$");

	private SecretFile() {
	}

	/**
	 * The file itself, seen to be there, readable and neither empty nor too large.
	 * @param name of the setting that names it, for messages
	 * @throws InvalidSettingException if it is not
	 */
	static Path checked(String name, String path) {
		Path file;
		try {
			file = Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw new InvalidSettingException(name + " is not the path of a file");
		}
		if (!Files.exists(file)) {
			throw new InvalidSettingException("%s: there is no file %s".formatted(name, file));
		}
		if (!Files.isRegularFile(file)) {
			throw new InvalidSettingException("%s: %s is not a file".formatted(name, file));
		}
		if (!Files.isReadable(file)) {
			throw new InvalidSettingException("%s: this user may not read %s".formatted(name, file));
		}
		try {
			if (Files.size(file) == 0) {
				throw new InvalidSettingException("%s: %s is empty".formatted(name, file));
			}
			if (Files.size(file) > LARGEST) {
				throw new InvalidSettingException("%s: %s is too large to be what it should be".formatted(name, file));
			}
		}
		catch (IOException ex) {
			throw new InvalidSettingException("%s: %s cannot be read".formatted(name, file), ex);
		}
		return file;
	}

	/**
	 * The one line in it, without what stands around it: blanks, line ends, marks.
	 * @param name of the setting that names it, for messages
	 * @throws InvalidSettingException if there is no such line
	 */
	static Secret read(String name, String path) {
		Path file = checked(name, path);
		String line;
		try {
			byte[] bytes = Files.readAllBytes(file);
			line = bare(charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
		}
		catch (CharacterCodingException ex) {
			throw new InvalidSettingException("%s: %s is not UTF-8 text".formatted(name, file));
		}
		catch (IOException ex) {
			throw new InvalidSettingException("%s: %s cannot be read".formatted(name, file), ex);
		}
		if (line.isEmpty()) {
			throw new InvalidSettingException("%s: %s is empty".formatted(name, file));
		}
		if (line.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidSettingException("%s: %s must hold one line".formatted(name, file));
		}
		return Secret.of(line);
	}

	/**
	 * A text without blanks, line ends and byte order marks around it.
	 */
	static String bare(String text) {
		return AROUND.matcher(text).replaceAll("");
	}

	private static Charset charset(byte[] bytes) {
		int mark = (bytes.length < 2) ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
		return (mark == 0xFEFF || mark == 0xFFFE) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
	}

}
