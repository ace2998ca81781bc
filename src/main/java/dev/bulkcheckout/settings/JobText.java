package dev.bulkcheckout.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a job file said when it was read: the file may say something else by now.
 *
 * @param file where it is
 * @param text what it said
 */
public record JobText(Path file, String text) {

	/**
	 * Reads a file.
	 * @throws InvalidSettingException if that cannot be done
	 */
	public static JobText read(Path file) {
		if (!Files.isRegularFile(file)) {
			throw new InvalidSettingException("the job file " + file + " is not there, or is no file");
		}
		try {
			return new JobText(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new InvalidSettingException("the job file " + file + " cannot be read: " + ex.getMessage());
		}
	}

	/**
	 * The line of a setting in front of what is said of it; empty if the file does not
	 * name it.
	 * @param name the last part of the setting's name
	 */
	String lineOf(String name) {
		String[] lines = this.text.split("\\R", -1);
		for (int i = 0; i < lines.length; i++) {
			if (lines[i].matches("\\s*([\\w.-]+\\.)?" + name + "\\s*:.*")) {
				return "line " + (i + 1) + ": ";
			}
		}
		return "";
	}

}
