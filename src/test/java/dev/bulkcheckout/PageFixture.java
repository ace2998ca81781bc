package dev.bulkcheckout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import dev.bulkcheckout.cli.Application;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.settings.Settings;

/**
 * The page as {@code serve --page} offers it, in this JVM, on a port that is free; no job
 * is served. Two may sign in: {@link #VIEWER} and {@link #OPERATOR}.
 */
public final class PageFixture implements AutoCloseable {

	/** Name and password of who may see. */
	public static final String VIEWER = "vera";

	/** Name and password of who may act, too. */
	public static final String OPERATOR = "otto";

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	/** What was said to the operator's console. */
	public final List<String> said = new CopyOnWriteArrayList<>();

	private final ConfigurableApplicationContext ledger;

	private final JobScheduler scheduler;

	private final ConfigurableApplicationContext page;

	/**
	 * Opens it on the given database.
	 * @param settings beside or instead of those of the page
	 */
	public PageFixture(TestDatabase database, Map<String, ?> settings) {
		this(database.url(), settings);
	}

	PageFixture(String database, Map<String, ?> settings) {
		TestCli cli = new TestCli(database);
		Map<String, Object> given = new HashMap<>(
				Map.of("bulk-checkout.page.enabled", true, "bulk-checkout.page.port", 0));
		if (settings.keySet().stream().noneMatch((name) -> name.startsWith("bulk-checkout.page.oidc"))) {
			given.put("bulk-checkout.page.users-file", usersFile());
		}
		given.putAll(settings);
		given.forEach(cli::set);
		Application application = cli.application();
		this.ledger = application.ledger(Map.of(), null, this.said::add);
		ServeProperties properties = Settings.bind(this.ledger.getEnvironment(), ServeProperties.class);
		JobFolder jobs = JobFolder.open(properties.jobs(), this.ledger.getEnvironment(), JobScheduler::check,
				this.said::add);
		this.scheduler = new JobScheduler(jobs, properties, this.ledger.getBean(ServedLedger.class),
				(job, csv, output, drain) -> {
					throw new IllegalStateException("no job is served");
				}, (job, action, drain, started) -> {
					throw new IllegalStateException("nothing is done");
				}, this.ledger.getBean(InstantSource.class), "test");
		this.page = application.page(this.ledger, this.scheduler);
	}

	/**
	 * A password file in which {@link #VIEWER} and {@link #OPERATOR} may sign in.
	 */
	public static Path usersFile() {
		try {
			// for its owner alone
			Path file = Files.createTempFile("users", "");
			file.toFile().deleteOnExit();
			return Files.writeString(file, line(VIEWER, "viewer") + line(OPERATOR, "operator"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A line of such a file; the password is the name.
	 */
	public static String line(String name, String role) {
		return "%s:%s:{bcrypt}%s%n".formatted(name, role, new BCryptPasswordEncoder(10).encode(name));
	}

	/**
	 * The scheduler that the page knows; not started.
	 */
	public JobScheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Where something of the page is.
	 */
	public URI at(String path) {
		String scheme = this.page.getEnvironment().containsProperty("server.ssl.bundle") ? "https" : "http";
		return URI
			.create(scheme + "://127.0.0.1:" + this.page.getEnvironment().getProperty("local.server.port") + path);
	}

	/**
	 * A browser without a cookie, which follows no redirect.
	 */
	public static HttpClient browser() {
		return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
	}

	/**
	 * A browser in which somebody has signed in.
	 * @param name {@link #VIEWER} or {@link #OPERATOR}
	 */
	public HttpClient signedIn(String name) throws IOException, InterruptedException {
		HttpClient browser = browser();
		HttpResponse<String> answer = signIn(browser, name, name);
		if (!answer.headers().firstValue("location").orElse("").endsWith("/")) {
			throw new IllegalStateException(name + " could not sign in: " + answer + answer.headers());
		}
		return browser;
	}

	HttpResponse<String> signIn(HttpClient browser, String name, String password)
			throws IOException, InterruptedException {
		return post(browser, "/sign-in",
				Map.of("username", name, "password", password, "_csrf", token(get(browser, "/sign-in").body())));
	}

	/**
	 * Gets something of the page.
	 */
	public HttpResponse<String> get(HttpClient browser, String path) throws IOException, InterruptedException {
		return browser.send(HttpRequest.newBuilder(at(path)).header("Accept", "text/html").build(),
				BodyHandlers.ofString());
	}

	/**
	 * Sends a form.
	 */
	public HttpResponse<String> post(HttpClient browser, String path, Map<String, String> fields)
			throws IOException, InterruptedException {
		String form = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return browser.send(HttpRequest.newBuilder(at(path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "text/html")
			.POST(BodyPublishers.ofString(form))
			.build(), BodyHandlers.ofString());
	}

	/**
	 * The token against forged requests that a view gives to its forms.
	 */
	public static String token(String view) {
		Matcher token = TOKEN.matcher(view);
		if (!token.find()) {
			throw new IllegalStateException("no form in " + view);
		}
		return token.group(1);
	}

	@Override
	public void close() {
		this.page.close();
		this.scheduler.close();
		this.ledger.close();
	}

}
