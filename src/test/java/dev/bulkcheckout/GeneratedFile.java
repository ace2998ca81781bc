package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of the project that is made of the program itself. To write it anew after a
 * change: {@code ./mvnw test -Dtest=ThatTest -Dwrite.docs=true}.
 */
public final class GeneratedFile {

	private GeneratedFile() {
	}

	/**
	 * Fails if the file is not that text; writes it first if that is asked for.
	 */
	public static void assertCurrent(Path file, String text) throws IOException {
		if (Boolean.getBoolean("write.docs")) {
			Files.writeString(file, text);
		}
		assertThat(file).content().isEqualTo(text);
	}

}
