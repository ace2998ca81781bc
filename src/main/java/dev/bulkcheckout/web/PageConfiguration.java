package dev.bulkcheckout.web;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;

import javax.sql.DataSource;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.VersionResourceResolver;

import dev.bulkcheckout.action.JobChoice;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.action.UploadedFiles;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.page.AsksController;
import dev.bulkcheckout.page.CartsController;
import dev.bulkcheckout.page.FilesController;
import dev.bulkcheckout.page.Layouts;
import dev.bulkcheckout.page.LiveController;
import dev.bulkcheckout.page.LiveFeed;
import dev.bulkcheckout.page.LiveRunCache;
import dev.bulkcheckout.page.PageErrors;
import dev.bulkcheckout.page.RunsController;
import dev.bulkcheckout.page.ScheduleController;
import dev.bulkcheckout.page.TemplateViewResolver;
import dev.bulkcheckout.page.UploadsController;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.files.ResultFiles;
import dev.bulkcheckout.report.page.LiveRuns;
import dev.bulkcheckout.report.page.RunCarts;
import dev.bulkcheckout.report.page.ServedJobs;

/**
 * The page of {@code serve}: Spring MVC on Tomcat, in a context of its own below that of
 * the ledger. No other command opens it.
 */
@Configuration(proxyBeanMethods = false)
@Import({ ApiConfiguration.class, PageSecurityConfiguration.class, ManagementConfiguration.Probes.class })
@ImportAutoConfiguration({ SslAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
		DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class,
		HttpEncodingAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
		JacksonAutoConfiguration.class, MultipartAutoConfiguration.class })
public class PageConfiguration {

	private static final CacheControl FOR_EVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

	/**
	 * Styles and scripts, under names that change with their bytes.
	 */
	@Bean
	WebMvcConfigurer assets() {
		return new WebMvcConfigurer() {
			@Override
			public void addResourceHandlers(ResourceHandlerRegistry registry) {
				add(registry, "/assets/*.css", "classpath:/dev/bulkcheckout/report/html/",
						"classpath:/dev/bulkcheckout/page/");
				add(registry, "/assets/*.svg", "classpath:/dev/bulkcheckout/page/");
				add(registry, "/assets/*.js", "classpath:/dev/bulkcheckout/page/",
						"classpath:/META-INF/resources/webjars/htmx.org/2.0.8/dist/",
						"classpath:/META-INF/resources/webjars/htmx-ext-sse/2.2.2/");
			}
		};
	}

	private static void add(ResourceHandlerRegistry registry, String pattern, String... locations) {
		registry.addResourceHandler(pattern)
			.addResourceLocations(locations)
			.setCacheControl(FOR_EVER)
			.resourceChain(true)
			.addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
	}

	@Bean
	TemplateEngine templateEngine() {
		return TemplateEngine.createPrecompiled(ContentType.Html);
	}

	@Bean
	ViewResolver templates(TemplateEngine templates) {
		return new TemplateViewResolver(templates);
	}

	@Bean
	Layouts layouts(ResourceUrlProvider urls) {
		return new Layouts(urls);
	}

	@Bean
	PageErrors pageErrors(Layouts layouts) {
		return new PageErrors(layouts);
	}

	@Bean
	LiveRuns liveRuns(DataSource dataSource, Leases leases) {
		return new LiveRuns(dataSource, leases);
	}

	@Bean
	LiveRunCache liveRunCache(LiveRuns runs, TemplateEngine templates) {
		return new LiveRunCache(runs, templates, ZoneId.systemDefault());
	}

	@Bean
	LiveFeed liveFeed(LiveRuns runs, LiveRunCache cache) {
		return new LiveFeed(runs, cache);
	}

	@Bean
	LiveController liveController(LiveFeed feed) {
		return new LiveController(feed);
	}

	@Bean
	ServedJobs servedJobs(JdbcClient jdbc) {
		return new ServedJobs(jdbc);
	}

	@Bean
	RunsController runsController(RunReports reports, LiveRuns live, LiveRunCache cache, LiveFeed feed, ServedJobs jobs,
			PageActions actions) {
		return new RunsController(reports, live, cache, feed, jobs, actions, ZoneId.systemDefault());
	}

	@Bean
	AsksController asksController(RunReports reports, RunActions actions, JobChoice jobs) {
		return new AsksController(reports, actions, jobs, ZoneId.systemDefault());
	}

	@Bean
	UploadsController uploadsController(JobChoice jobs, UploadedFiles uploads, RunActions runs, PageActions actions) {
		return new UploadsController(jobs, uploads, runs, actions);
	}

	@Bean
	ScheduleController scheduleController(JobChoice jobs, ServedJobs served) {
		return new ScheduleController(jobs, served, ZoneId.systemDefault());
	}

	@Bean
	RunCarts runCarts(DataSource dataSource) {
		return new RunCarts(dataSource, ErrorCodes::explain);
	}

	@Bean
	CartsController cartsController(Runs runs, RunCarts carts, InstantSource clock) {
		return new CartsController(runs, carts, clock, ZoneId.systemDefault());
	}

	@Bean
	FilesController filesController(ResultFiles files) {
		return new FilesController(files);
	}

}
