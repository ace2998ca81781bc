package dev.bulkcheckout;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which package may know what: arrows point downwards only, and each library is known in
 * one place.
 */
@AnalyzeClasses(packages = "dev.bulkcheckout", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String OURS = "dev.bulkcheckout..";

	private static final String ROOT = "dev.bulkcheckout";

	private static final String CLI = "dev.bulkcheckout.cli..";

	private static final String JOB = "dev.bulkcheckout.job..";

	private static final String RUN = "dev.bulkcheckout.run..";

	private static final String METRICS = "dev.bulkcheckout.metrics..";

	private static final String NOTIFICATION = "dev.bulkcheckout.notification..";

	private static final String REPORT = "dev.bulkcheckout.report..";

	private static final String INPUT = "dev.bulkcheckout.input..";

	private static final String CHECK = "dev.bulkcheckout.check..";

	private static final String CHECKOUT = "dev.bulkcheckout.checkout..";

	private static final String SUBSCRIPTIONS = "dev.bulkcheckout.subscriptions..";

	private static final String PARTNER_CENTER = "dev.bulkcheckout.partnercenter..";

	private static final String THROTTLING = "dev.bulkcheckout.throttling..";

	private static final String LEDGER = "dev.bulkcheckout.ledger..";

	private static final String CART = "dev.bulkcheckout.cart..";

	private static final String SETTINGS = "dev.bulkcheckout.settings..";

	private static final String DATABASE = "dev.bulkcheckout.database..";

	private static final String SERVE = "dev.bulkcheckout.serve..";

	private static final String ACTION = "dev.bulkcheckout.action..";

	private static final String PAGE = "dev.bulkcheckout.page..";

	private static final String WEB = "dev.bulkcheckout.web..";

	private static final String SIMULATOR = "dev.bulkcheckout.simulator..";

	@ArchTest
	static final ArchRule packagesHaveNoCycle = slices().matching("dev.bulkcheckout.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule nobodyKnowsTheRootPackage = noClasses().that()
		.resideOutsideOfPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT);

	// input: validate reads a CSV and no more; cart, ledger: a command names outcomes and
	// asks for runs; throttling: Ctrl-C stops it; database: its fault becomes an exit
	// code
	@ArchTest
	static final ArchRule cliKnowsWhatItsCommandsAskFor = knowsOfOurs(CLI, CHECK, SETTINGS, SERVE, RUN, JOB, REPORT,
			SIMULATOR, INPUT, LEDGER, CART, DATABASE, THROTTLING);

	@ArchTest
	static final ArchRule serveKnowsRunsAndTheLedger = knowsOfOurs(SERVE, RUN, LEDGER, SETTINGS, THROTTLING, CART);

	@ArchTest
	static final ArchRule actionKnowsWhatItsQuestionsAsk = knowsOfOurs(ACTION, SERVE, RUN, REPORT, INPUT, LEDGER, CART,
			SETTINGS);

	@ArchTest
	static final ArchRule pageKnowsWhatItShows = knowsOfOurs(PAGE, ACTION, SERVE, RUN, REPORT, INPUT, LEDGER, SETTINGS,
			CART);

	// metrics: their address; partnercenter: what its codes mean, and a proxy on the way
	// to the OpenID provider
	@ArchTest
	static final ArchRule webKnowsWhatServeOffers = knowsOfOurs(WEB, PAGE, ACTION, METRICS, SERVE, REPORT, LEDGER,
			PARTNER_CENTER, SETTINGS);

	@ArchTest
	static final ArchRule checkKnowsWhatARunNeeds = knowsOfOurs(CHECK, SETTINGS, DATABASE, CHECKOUT, PARTNER_CENTER,
			THROTTLING, CART);

	@ArchTest
	static final ArchRule runKnowsTheLedgerAndTheJob = knowsOfOurs(RUN, JOB, INPUT, SETTINGS, LEDGER, THROTTLING, CART);

	@ArchTest
	static final ArchRule metricsKnowWhatTheyCount = knowsOfOurs(METRICS, RUN, JOB, LEDGER, THROTTLING, SETTINGS, CART);

	@ArchTest
	static final ArchRule notificationKnowsHowARunEnded = knowsOfOurs(NOTIFICATION, RUN, REPORT, LEDGER, PARTNER_CENTER,
			THROTTLING, SETTINGS, CART);

	@ArchTest
	static final ArchRule jobKnowsWhatItsStepsUse = knowsOfOurs(JOB, SETTINGS, INPUT, REPORT, CHECKOUT, SUBSCRIPTIONS,
			LEDGER, CART, THROTTLING);

	@ArchTest
	static final ArchRule reportKnowsTheLedger = knowsOfOurs(REPORT, LEDGER, CART);

	@ArchTest
	static final ArchRule inputKnowsCarts = knowsOfOurs(INPUT, CART);

	@ArchTest
	static final ArchRule checkoutKnowsTheClient = knowsOfOurs(CHECKOUT, PARTNER_CENTER, THROTTLING, CART, SETTINGS);

	@ArchTest
	static final ArchRule subscriptionsKnowTheClient = knowsOfOurs(SUBSCRIPTIONS, PARTNER_CENTER, THROTTLING, CART,
			SETTINGS);

	@ArchTest
	static final ArchRule partnerCenterKnowsCarts = knowsOfOurs(PARTNER_CENTER, CART, SETTINGS);

	@ArchTest
	static final ArchRule throttlingKnowsCarts = knowsOfOurs(THROTTLING, CART);

	@ArchTest
	static final ArchRule ledgerKnowsCarts = knowsOfOurs(LEDGER, CART);

	@ArchTest
	static final ArchRule settingsKnowNoneOfUs = knowsOfOurs(SETTINGS);

	@ArchTest
	static final ArchRule databaseKnowsNoneOfUs = knowsOfOurs(DATABASE);

	@ArchTest
	static final ArchRule simulatorSharesNothingWithTheClient = knowsOfOurs(SIMULATOR);

	// Jackson: the simulator reads the client's assertion, with wire records of nobody
	@ArchTest
	static final ArchRule simulatorKnowsItsServerOnly = classes().that()
		.resideInAPackage(SIMULATOR)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "javax.net.ssl..", "org.jspecify..", "io.helidon..", "tools.jackson..",
				SIMULATOR);

	@ArchTest
	static final ArchRule cartKnowsTheJdkOnly = classes().that()
		.resideInAPackage(CART)
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", CART);

	@ArchTest
	static final ArchRule onlyJobAndRunKnowSpringBatch = onlyIn("org.springframework.batch..", JOB, RUN);

	@ArchTest
	static final ArchRule onlyWhoHandsOutWorkKnowsDbScheduler = onlyIn("com.github.kagkarlsson..", JOB, SERVE);

	@ArchTest
	static final ArchRule onlyInputAndReportKnowCommonsCsv = onlyIn("org.apache.commons.csv..", INPUT, REPORT);

	@ArchTest
	static final ArchRule onlyWhoAsksAgainKnowsResilience4j = onlyIn("io.github.resilience4j..", CHECKOUT,
			PARTNER_CENTER, THROTTLING, LEDGER, NOTIFICATION);

	@ArchTest
	static final ArchRule onlyMetricsKnowMicrometer = onlyIn("io.micrometer..", METRICS);

	@ArchTest
	static final ArchRule onlyPartnerCenterKnowsTheHttpClient = onlyIn("org.apache.hc..", PARTNER_CENTER);

	@ArchTest
	static final ArchRule onlyTheCommandLineKnowsPicocli = onlyIn("picocli..", CLI);

	// what is generated of templates is in a package of jte's
	@ArchTest
	static final ArchRule onlyReportAndPageKnowTemplates = onlyIn("gg.jte..", REPORT, PAGE, WEB, "gg.jte..");

	@ArchTest
	static final ArchRule onlyThePageKnowsTheServer = onlyIn("jakarta.servlet..", PAGE, WEB);

	@ArchTest
	static final ArchRule onlyThePageKnowsSpringMvc = onlyIn("org.springframework.web.servlet..", PAGE, WEB);

	@ArchTest
	static final ArchRule onlyThePageAsksWhoSignsIn = onlyIn("org.springframework.security.web..", PAGE, WEB);

	@ArchTest
	static final ArchRule onlyTheSimulatorKnowsHelidon = onlyIn("io.helidon..", SIMULATOR);

	// the ledger writes our tables, the report only reads; the root package, the page's
	// and the job's configuration hand the connection on to them
	@ArchTest
	static final ArchRule onlyLedgerAndReportSpeakSql = noClasses().that()
		.resideOutsideOfPackages(LEDGER, REPORT, ROOT)
		.and()
		.doNotHaveSimpleName("JobInfrastructureConfiguration")
		.and()
		.doNotHaveSimpleName("PageConfiguration")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.jdbc.core..");

	private static ArchRule knowsOfOurs(String some, String... others) {
		String[] allowed = new String[others.length + 1];
		System.arraycopy(others, 0, allowed, 0, others.length);
		allowed[others.length] = some;
		return noClasses().that()
			.resideInAPackage(some)
			.should()
			.dependOnClassesThat(resideInAPackage(OURS).and(resideOutsideOfPackages(allowed)));
	}

	private static ArchRule onlyIn(String library, String... places) {
		return noClasses().that()
			.resideOutsideOfPackages(places)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(library);
	}

}
