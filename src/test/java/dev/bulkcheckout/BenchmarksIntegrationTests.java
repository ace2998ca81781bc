package dev.bulkcheckout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The benchmark, which is not part of a build, still fits the program.
 */
@Tag("long")
class BenchmarksIntegrationTests {

	private static final Path JAVA = Path.of(property("java.home"), "bin", "java");

	@TempDir
	private Path directory = Path.of("");

	@Test
	void measuresAThousandthOfTheCartsAndWritesItsPage() throws IOException, InterruptedException {
		String classPath = Stream.of(property("java.class.path").split(":"))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(":", compiled() + ":", ""));
		Path program = Files.writeString(this.directory.resolve("program"), """
				#!/bin/sh
				exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xms64m -Xmx256m -cp '%s' %s "$@"
				""".formatted(JAVA, classPath, BulkCheckout.class.getName()));
		assertThat(program.toFile().setExecutable(true)).isTrue();
		Path page = this.directory.resolve("page.md");
		Path log = this.directory.resolve("log");
		Process benchmarks = new ProcessBuilder(JAVA.toString(), "-Dbench.program=" + program, "-Dbench.scale=1000",
				"-Dbench.runs=1", "-Dbench.page=" + page, "-cp", classPath, "dev.bulkcheckout.bench.Benchmarks",
				"checkout", "questions", "staging", "million")
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		assertThat(benchmarks.waitFor(20, TimeUnit.MINUTES)).isTrue();
		assertThat(benchmarks.exitValue()).as(Files.readString(log)).isZero();
		assertThat(Files.readString(page)).contains("## 30 carts, no latency", "| program, ledger included |",
				"## A ledger that has grown", "| 5 | 10,500 |", "## 1,000 rows staged", "| `stageCarts` |",
				"| 1,000 |");
	}

	private Path compiled() throws IOException {
		Path classes = this.directory.resolve("classes");
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "-cp", property("java.class.path"), "-d", classes.toString()));
		try (Stream<Path> sources = Files.walk(Path.of("src/bench/java"))) {
			sources.map(Path::toString).filter((source) -> source.endsWith(".java")).forEach(arguments::add);
		}
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(result).isZero();
		return classes;
	}

	private static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name));
	}

}
