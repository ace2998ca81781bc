package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What there is to read leads to what there is.
 */
class DocumentationTests {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

	@Test
	void theReadmeIsAPage() throws IOException {
		assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(200);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) throws IOException {
		List<Path> linked = LINK.matcher(Files.readString(page))
			.results()
			.map((MatchResult link) -> page.toAbsolutePath().resolveSibling(link.group(1)).normalize())
			.toList();
		assertThat(linked).allSatisfy((target) -> assertThat(target).exists());
	}

	@Test
	void everyPageIsReachedFromTheReadme() throws IOException {
		String readme = Files.readString(Path.of("README.md"));
		assertThat(pages("docs")).isNotEmpty().allSatisfy((page) -> assertThat(readme).contains(page.toString()));
	}

	static List<Path> pages() {
		return Stream.of(".", "docs", "docs/decisions").flatMap((directory) -> pages(directory).stream()).toList();
	}

	private static List<Path> pages(String directory) {
		try (Stream<Path> files = Files.list(Path.of(directory))) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
