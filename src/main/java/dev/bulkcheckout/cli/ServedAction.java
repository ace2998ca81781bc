package dev.bulkcheckout.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.job.Progress;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.Purchase;
import dev.bulkcheckout.report.PurchaseQuery;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunKey;
import dev.bulkcheckout.run.RunLauncher;
import dev.bulkcheckout.run.RunObserver;
import dev.bulkcheckout.serve.ActionLauncher;
import dev.bulkcheckout.serve.Uploads;
import dev.bulkcheckout.settings.JobSettings;
import dev.bulkcheckout.settings.RunProperties;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Does what was asked for on the page as the commands {@code restart}, {@code rerun},
 * {@code reconcile} and {@code run} with {@code --job} do it, in contexts of its own.
 */
final class ServedAction implements ActionLauncher {

	private final Application application;

	private final OperatorConsole console;

	/**
	 * Launches with the contexts of the given application.
	 */
	ServedAction(Application application, OperatorConsole console) {
		this.application = application.besideOthers();
		this.console = console;
	}

	@Override
	public RunEnd launch(JobSettings job, PageAction action, StopSignal drain, Consumer<RunId> started)
			throws InterruptedException, IOException {
		OperatorConsole talk = this.console.of(job.name());
		talk.say("action " + action.id() + " of " + action.request().by() + ": " + action.request().kind());
		try (ConfigurableApplicationContext ledger = this.application.ledger(job, given(job, action), talk)) {
			Work work = prepare(ledger, job, action, talk);
			try (ConfigurableApplicationContext launch = this.application.launch(ledger)) {
				return launch(launch, work, drain, started, talk);
			}
		}
		catch (RuntimeException ex) {
			throw ServedLaunch.refusal(ex, talk, "action " + action.id() + " was not done");
		}
	}

	/**
	 * Result files go where all who serve the job see them; a restart goes on where the
	 * run has them.
	 */
	private static Map<String, Object> given(JobSettings job, PageAction action) {
		Map<String, Object> given = new LinkedHashMap<>();
		given.put("bulk-checkout.output", Uploads.of(job).resultsOf(action.id()).toString());
		if (action.request().input() != null && action.request().rehearsal()) {
			given.put("bulk-checkout.rehearsal", "true");
		}
		return given;
	}

	/**
	 * What is launched.
	 */
	@FunctionalInterface
	private interface Work {

		RunEnd launch(RunLauncher launcher, RunProperties options, RunObserver watch)
				throws InterruptedException, IOException;

	}

	private static Work prepare(ConfigurableApplicationContext ledger, JobSettings job, PageAction action,
			OperatorConsole talk) throws IOException {
		ActionRequest request = action.request();
		return switch (request.kind()) {
			case RESTART -> {
				Run run = run(ledger, request);
				if (action.worksOn() == null) {
					checkCarts(request, ledger.getBean(PurchaseQuery.class).restart(run.id()));
				}
				JobCommand.goOnAs(run, ledger);
				yield (launcher, options, watch) -> launcher.restart(run, options, watch);
			}
			case APPROVE -> {
				Run run = run(ledger, request);
				checkApproval(action, run, ledger);
				JobCommand.goOnAs(run, ledger);
				yield (launcher, options, watch) -> launcher.approve(run, request.by(), options, watch);
			}
			case RERUN -> rerun(ledger, job, action);
			case RECONCILE -> {
				Run run = run(ledger, request);
				yield (launcher, options, watch) -> launcher.reconcile(run, options, watch);
			}
			case LAUNCH -> launch(job, Objects.requireNonNull(request.input()), talk);
			case STOP -> throw new IllegalStateException("a stop is no launch");
		};
	}

	private static Run run(ConfigurableApplicationContext ledger, ActionRequest request) {
		RunId run = request.run();
		return Optional.ofNullable(run)
			.flatMap(ledger.getBean(Runs.class)::find)
			.orElseThrow(() -> new UsageException("the run is not in the ledger any more"));
	}

	/**
	 * If it was begun before, it may be this one that approved the run.
	 */
	private static void checkApproval(PageAction action, Run run, ConfigurableApplicationContext ledger) {
		String why = run.whyNoApproval();
		if (why == null) {
			checkCarts(action.request(), ledger.getBean(PurchaseQuery.class).restart(run.id()));
		}
		else if (action.begunAt() == null) {
			throw new UsageException(why);
		}
	}

	private static Work rerun(ConfigurableApplicationContext ledger, JobSettings job, PageAction action) {
		ActionRequest request = action.request();
		Run former = run(ledger, request);
		String mark = "action-" + action.id();
		if (ledger.getBean(Runs.class).newestWithKey(RunKey.ofRerun(former.id(), mark)).isEmpty()) {
			if (ledger.getBean(Leases.class).standing(former.id()).isHeld()) {
				throw new UsageException(former.id() + " is being worked on: a rerun has to wait for its end");
			}
			checkCarts(request, ledger.getBean(PurchaseQuery.class).rerun(former.id(), request.outcomes()));
		}
		JobCommand.goOnAs(former, ledger);
		// it must not write over the files of the run it is made of
		ledger.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("rerun",
					Map.of("bulk-checkout.output", Uploads.of(job).resultsOf(action.id()).toString())));
		return (launcher, options, watch) -> launcher.rerun(former, request.outcomes(), mark, options, watch);
	}

	/**
	 * Between the question and now somebody else may have changed what would be bought.
	 */
	private static void checkCarts(ActionRequest request, Purchase now) {
		Long told = request.carts();
		if (told != null && told != now.carts()) {
			throw new UsageException("%s was told of %,d carts, and it would be %,d by now: nothing was asked"
				.formatted(request.by(), told, now.carts()));
		}
	}

	private static Work launch(JobSettings job, ActionRequest.Input asked, OperatorConsole talk) throws IOException {
		Uploads.Upload upload = Uploads.of(job)
			.find(asked.sha256())
			.orElseThrow(() -> new UsageException("the file " + asked.name() + " is not among the uploads of "
					+ job.name() + " any more: upload it again"));
		return (launcher, options, watch) -> {
			try (CartFile input = CartFile.open(upload.file())) {
				if (!input.sha256().equals(asked.sha256())) {
					throw new UsageException(
							"the file " + upload.file() + " has changed since it was uploaded: upload it again");
				}
				RunCommand.check(upload.file(), input, talk);
				return launcher.run(input, job.name(), null, false, options, watch);
			}
		};
	}

	private static RunEnd launch(ConfigurableApplicationContext launch, Work work, StopSignal drain,
			Consumer<RunId> started, OperatorConsole talk) throws InterruptedException, IOException {
		StopSignal stop = launch.getBean(StopSignal.class);
		Thread relay = ServedLaunch.relay(drain, stop);
		try {
			return work.launch(launch.getBean(RunLauncher.class), launch.getBean(RunProperties.class),
					new Watch(stop, new Progress(), started, talk));
		}
		finally {
			relay.interrupt();
		}
	}

	/**
	 * Nobody watches.
	 */
	private record Watch(StopSignal stop, Progress progress, Consumer<RunId> begun,
			OperatorConsole talk) implements RunObserver {

		@Override
		public void started(RunId run, RunProperties options) {
			this.begun.accept(run);
			this.talk.say("%s is worked on; results will be in %s".formatted(run, options.outputOf(run.value())));
		}

	}

}
