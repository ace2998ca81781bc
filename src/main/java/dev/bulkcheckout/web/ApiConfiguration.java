package dev.bulkcheckout.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.bulkcheckout.action.JobChoice;
import dev.bulkcheckout.action.RunActions;
import dev.bulkcheckout.action.UploadedFiles;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.page.Layouts;
import dev.bulkcheckout.page.api.ActionsApi;
import dev.bulkcheckout.page.api.ApiErrors;
import dev.bulkcheckout.page.api.OpenApiDocument;
import dev.bulkcheckout.page.api.RunsApi;
import dev.bulkcheckout.report.PurchaseQuery;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.page.RunCarts;
import dev.bulkcheckout.serve.JobScheduler;
import dev.bulkcheckout.settings.PageProperties;
import dev.bulkcheckout.settings.Settings;

/**
 * The API of {@code serve --page}, and what an operator may do by it.
 */
@Configuration(proxyBeanMethods = false)
@Import(ProgramSecurityConfiguration.class)
class ApiConfiguration {

	@Bean
	JobChoice jobChoice(JobScheduler scheduler) {
		return new JobChoice(scheduler::jobs);
	}

	@Bean
	UploadedFiles uploadedFiles(JobChoice jobs, ConfigurableEnvironment environment) {
		PageProperties properties = Settings.bind(environment, PageProperties.class);
		return new UploadedFiles(jobs, properties.largestUpload().toBytes());
	}

	@Bean
	RunActions runActions(JobChoice jobs, UploadedFiles uploads, Runs runs, Leases leases, RunCountsQuery counts,
			PurchaseQuery purchases, PageActions actions) {
		return new RunActions(jobs, uploads, runs, leases, counts, purchases, actions);
	}

	@Bean
	RunsApi runsApi(RunReports reports, RunCarts carts, Runs runs) {
		return new RunsApi(reports, carts, runs);
	}

	@Bean
	ActionsApi actionsApi(RunActions runs, UploadedFiles uploads, PageActions actions) {
		return new ActionsApi(runs, uploads, actions);
	}

	@Bean
	OpenApiDocument openApiDocument() {
		return new OpenApiDocument();
	}

	@Bean
	ApiErrors apiErrors(Layouts layouts) {
		return new ApiErrors(layouts);
	}

}
