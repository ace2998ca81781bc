package dev.bulkcheckout;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.ConfigurableApplicationContext;

import dev.bulkcheckout.cli.Application;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.serve.ServedLedger;
import dev.bulkcheckout.settings.JobFolder;
import dev.bulkcheckout.settings.ServeProperties;
import dev.bulkcheckout.settings.Settings;

/**
 * The page as {@code serve --page} offers it, in this JVM, on a port that is free; no job
 * is served.
 */
public final class PageFixture implements AutoCloseable {

	/** What the page said to the operator's console. */
	public final List<String> said = new CopyOnWriteArrayList<>();

	private final ConfigurableApplicationContext ledger;

	private final JobScheduler scheduler;

	private final ConfigurableApplicationContext page;

	/**
	 * Opens it on the given database.
	 * @param settings beside those of the page
	 */
	public PageFixture(TestDatabase database, Map<String, ?> settings) {
		TestCli cli = new TestCli(database.url()).set("bulk-checkout.page.enabled", true)
			.set("bulk-checkout.page.port", 0);
		settings.forEach(cli::set);
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
				}, this.ledger.getBean(java.time.InstantSource.class), "test");
		this.page = application.page(this.ledger, this.scheduler);
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
		return URI.create("http://127.0.0.1:" + this.page.getEnvironment().getProperty("local.server.port") + path);
	}

	/**
	 * A browser without a cookie.
	 */
	public static HttpClient browser() {
		return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
	}

	/**
	 * Gets something of the page.
	 */
	public HttpResponse<String> get(HttpClient browser, String path) throws IOException, InterruptedException {
		return browser.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.page.close();
		this.scheduler.close();
		this.ledger.close();
	}

}
