package dev.bulkcheckout.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real bash completes, having read {@code completion/bulk-checkout}.
 */
@DisabledOnOs(OS.WINDOWS)
class CompletionIntegrationTests {

	@Test
	void commandsAreCompleted() throws Exception {
		assertThat(completed("./bulk-checkout", "re")).containsExactlyInAnyOrder("restart", "rerun", "reconcile",
				"report");
	}

	@Test
	void optionsAreCompletedAlsoThoseThatAreSettings() throws Exception {
		assertThat(completed("bulk-checkout", "run", "--re")).containsExactly("--reconcile-for");
		assertThat(completed("bulk-checkout", "show", "--")).contains("--json", "--help");
	}

	@Test
	void filesAreCompleted() throws Exception {
		assertThat(completed("bulk-checkout", "run", "sample-input/c")).containsExactly("sample-input/carts.csv");
		assertThat(completed("bulk-checkout", "run", "--job", "jobs/night"))
			.containsExactly("jobs/nightly-checkout.yaml");
	}

	/** What bash offers where Tab is pressed after these words. */
	private static List<String> completed(String... words) throws Exception {
		String script = """
				source completion/bulk-checkout || exit
				function_of=$(complete -p bulk-checkout)
				function_of=${function_of##* -F }
				COMP_WORDS=("$@")
				COMP_CWORD=$(($# - 1))
				"${function_of%% *}" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
				printf '%s\\n' "${COMPREPLY[@]}"
				""";
		ProcessBuilder bash = new ProcessBuilder("bash", "--norc", "-c", script, "bash");
		bash.command().addAll(List.of(words));
		Process process = bash.directory(Path.of("").toAbsolutePath().toFile()).start();
		String offered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		return offered.lines().toList();
	}

}
