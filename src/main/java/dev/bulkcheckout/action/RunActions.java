package dev.bulkcheckout.action;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.action.ActionRefusedException.Reason;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.cart.Sha256;
import dev.bulkcheckout.cart.SubscriptionState;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.ActionResult;
import dev.bulkcheckout.ledger.AskedAction;
import dev.bulkcheckout.ledger.Leases;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.ledger.PageActions;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.RunCounts;
import dev.bulkcheckout.ledger.RunCountsQuery;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.Purchase;
import dev.bulkcheckout.report.PurchaseQuery;
import dev.bulkcheckout.report.RunVerdict;
import dev.bulkcheckout.run.RunKey;
import dev.bulkcheckout.settings.JobSettings;

/**
 * Asks what would be done with a run, and enters it to be done. The rules and words are
 * those of the commands.
 */
public class RunActions {

	private final JobChoice jobs;

	private final UploadedFiles uploads;

	private final Runs runs;

	private final Leases leases;

	private final RunCountsQuery counts;

	private final PurchaseQuery purchases;

	private final PageActions actions;

	/**
	 * Works on the given ledger, for the given jobs.
	 */
	public RunActions(JobChoice jobs, UploadedFiles uploads, Runs runs, Leases leases, RunCountsQuery counts,
			PurchaseQuery purchases, PageActions actions) {
		this.jobs = jobs;
		this.uploads = uploads;
		this.runs = runs;
		this.leases = leases;
		this.counts = counts;
		this.purchases = purchases;
		this.actions = actions;
	}

	/**
	 * What a restart would ask for.
	 * @param job by name; null for the run's own, or the only one
	 * @throws ActionRefusedException if it cannot be done
	 */
	public Question restart(RunId id, @Nullable String job) {
		Run run = find(id);
		JobSettings settings = this.jobs.of(run, job);
		if (run.isFinished()) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO, id + " is complete: nothing would be asked");
		}
		if (run.awaitsApproval()) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO,
					id + " was planned and waits for 'bulk-checkout approve " + id.value() + "'");
		}
		refuseWorkedOn(run);
		Purchase purchase = this.purchases.restart(id);
		String says = (run.stagedAt() != null) ? id + " would go on with " + carts(purchase.carts())
				: id + " would go on with the reading of its input";
		return new Question(ActionKind.RESTART, id, settings.name(), run.rehearsal(),
				!run.rehearsal() && !run.isPreflight(), purchase.carts(), purchase, says,
				"bulk-checkout restart " + id.value());
	}

	/**
	 * What a rerun would ask for.
	 * @param outcomes which carts
	 * @param job as for {@link #restart}
	 * @throws ActionRefusedException if it cannot be done
	 */
	public Question rerun(RunId id, Set<Outcome> outcomes, @Nullable String job) {
		Run former = find(id);
		JobSettings settings = this.jobs.of(former, job);
		if (former.isPreflight()) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO,
					id + " was a preflight: it bought nothing, 'bulk-checkout run' buys");
		}
		refuseWorkedOn(former);
		if (outcomes.isEmpty() || outcomes.contains(Outcome.ORDERED)) {
			throw new ActionRefusedException(Reason.INVALID, "outcomes that can be run again are refused, unknown,"
					+ " not-attempted, already-ordered and partially-ordered");
		}
		Purchase purchase = this.purchases.rerun(id, outcomes);
		String words = EnumSet.copyOf(outcomes).stream().map(RunActions::word).collect(Collectors.joining(" or "));
		String says = "%s of %s %s %s".formatted(carts(purchase.carts()), id, (purchase.carts() == 1) ? "is" : "are",
				words);
		if (purchase.carts() == 0) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO, says);
		}
		String names = EnumSet.copyOf(outcomes).stream().map(RunActions::word).collect(Collectors.joining(","));
		return new Question(ActionKind.RERUN, id, settings.name(), former.rehearsal(), !former.rehearsal(),
				purchase.carts(), purchase, says, "bulk-checkout rerun " + id.value() + " --outcomes " + names);
	}

	/**
	 * What a run that was planned would buy.
	 * @param job as for {@link #restart}
	 * @throws ActionRefusedException if it waits for no approval
	 */
	public Question approve(RunId id, @Nullable String job) {
		Run run = find(id);
		JobSettings settings = this.jobs.of(run, job);
		String why = run.whyNoApproval();
		if (why != null) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO, why);
		}
		refuseWorkedOn(run);
		Purchase purchase = this.purchases.restart(id);
		String says = "%s, planned%s, would %s %s%s".formatted(id, plannedBy(run),
				run.rehearsal() ? "ask the simulator for" : "buy", carts(purchase.carts()), RunVerdict.limits(run));
		return new Question(ActionKind.APPROVE, id, settings.name(), run.rehearsal(), !run.rehearsal(),
				purchase.carts(), purchase, says, "bulk-checkout approve " + id.value());
	}

	/**
	 * Who launched it, as far as that is known.
	 */
	private String plannedBy(Run run) {
		return this.actions.of(run.id())
			.stream()
			.filter((action) -> run.id().equals(action.worksOn()) && !run.id().equals(action.request().run()))
			.findFirst()
			.map((action) -> " by " + action.request().by())
			.orElse((run.job() != null) ? " by the job " + run.job() : "");
	}

	/**
	 * What a reconciliation would ask for.
	 * @param job as for {@link #restart}
	 * @throws ActionRefusedException if it cannot be done
	 */
	public Question reconcile(RunId id, @Nullable String job) {
		Run run = find(id);
		JobSettings settings = this.jobs.of(run, job);
		if (run.rehearsal()) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO,
					id + " was a rehearsal: its simulator and its orders are gone");
		}
		refuseWorkedOn(run);
		RunCounts of = this.counts.of(id);
		long ids = of.lines(SubscriptionState.AWAITED) + of.lines(SubscriptionState.MISSING) + of.bareOrders();
		if (ids == 0) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO, id + " lacks no subscription id");
		}
		return new Question(ActionKind.RECONCILE, id, settings.name(), false, false, ids, null,
				"%s lacks %,d subscription %s, which would be asked for".formatted(id, ids, (ids == 1) ? "id" : "ids"),
				"bulk-checkout reconcile " + id.value());
	}

	/**
	 * What a launch of an uploaded file would ask for.
	 * @param rehearsal whether the simulator is to be asked, also where the job would not
	 * @throws ActionRefusedException if it cannot be done
	 */
	public Question launch(UploadedFile file, boolean rehearsal) {
		JobSettings job = this.jobs.named(file.job());
		boolean simulated = rehearsal || job.isRehearsal();
		if (file.carts() == 0) {
			throw new ActionRefusedException(Reason.INVALID, "no row of " + file.name() + " names a cart");
		}
		Optional<Run> known = this.runs.newestWithKey(RunKey.ofInput(file.sha256(), null, simulated));
		String command = "bulk-checkout run '" + file.name() + "'" + (rehearsal ? " --simulator" : "") + " --job "
				+ job.file().getFileName();
		if (known.isEmpty() || known.get().stagedAt() == null) {
			return new Question(ActionKind.LAUNCH, null, file.job(), simulated, !simulated, file.carts(), null,
					"a new run would ask for " + carts(file.carts()), command);
		}
		Run run = known.get();
		if (run.isFinished()) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO,
					run.id() + " of this input is complete: nothing would be asked", Map.of("run", run.id().value()));
		}
		refuseWorkedOn(run);
		Purchase purchase = this.purchases.restart(run.id());
		return new Question(ActionKind.LAUNCH, run.id(), file.job(), simulated, !simulated, purchase.carts(), purchase,
				run.id() + " of this input would go on with " + carts(purchase.carts()), command);
	}

	/**
	 * Asks whoever works on a run to stop, and takes back what waits to go on with it.
	 * @throws ActionRefusedException if there is no such run
	 */
	public PageAction stop(Requester requester, RunId id) {
		String sha256 = digest("stop", id);
		return known(requester, sha256).orElseGet(() -> {
			find(id);
			return accepted(this.actions.stop(new ActionRequest(ActionKind.STOP, requester.name(), requester.key(),
					sha256, id, null, false, Set.of(), null, null), this.leases.standing(id).isHeld()));
		});
	}

	/**
	 * Enters a restart.
	 * @param confirmed the number of carts that whoever asks was told of
	 * @throws ActionRefusedException if it cannot be done, or that is not the number
	 */
	public PageAction restart(Requester requester, RunId id, @Nullable String job, @Nullable Long confirmed) {
		return ask(requester, digest("restart", id, job, confirmed), () -> restart(id, job), confirmed, Set.of(), null);
	}

	/**
	 * Enters a rerun.
	 * @param confirmed as for a restart
	 * @throws ActionRefusedException as for a restart
	 */
	public PageAction rerun(Requester requester, RunId id, Set<Outcome> outcomes, @Nullable String job,
			@Nullable Long confirmed) {
		String sha256 = digest("rerun", id, outcomes.stream().sorted().toList(), job, confirmed);
		return ask(requester, sha256, () -> rerun(id, outcomes, job), confirmed, outcomes, null);
	}

	/**
	 * Enters an approval.
	 * @param confirmed as for a restart
	 * @throws ActionRefusedException as for a restart
	 */
	public PageAction approve(Requester requester, RunId id, @Nullable String job, @Nullable Long confirmed) {
		return ask(requester, digest("approve", id, job, confirmed), () -> approve(id, job), confirmed, Set.of(), null);
	}

	/**
	 * Enters a reconciliation.
	 * @throws ActionRefusedException if it cannot be done
	 */
	public PageAction reconcile(Requester requester, RunId id, @Nullable String job) {
		return ask(requester, digest("reconcile", id, job), () -> reconcile(id, job), null, Set.of(), null);
	}

	/**
	 * Enters the launch of an uploaded file.
	 * @param job by name; null for the only one
	 * @param sha256 of the file; may be any text
	 * @param confirmed as for a restart
	 * @throws ActionRefusedException as for a restart
	 */
	public PageAction launch(Requester requester, @Nullable String job, String sha256, boolean rehearsal,
			@Nullable Long confirmed) {
		String request = digest("launch", job, sha256, rehearsal, confirmed);
		return known(requester, request).orElseGet(() -> {
			UploadedFile file = this.uploads.find(job, sha256);
			return ask(requester, request, () -> launch(file, rehearsal), confirmed, Set.of(),
					new ActionRequest.Input(file.name(), file.sha256()));
		});
	}

	/**
	 * Takes back what is not begun yet.
	 * @param by who does so
	 * @throws ActionRefusedException if there is none, or it is begun or over
	 */
	public PageAction takeBack(String by, long id) {
		this.actions.takeBack(id, by);
		PageAction action = this.actions.find(id)
			.orElseThrow(() -> new ActionRefusedException(Reason.NOT_FOUND, "there is no action " + id));
		if (action.result() == ActionResult.TAKEN_BACK) {
			return action;
		}
		if (action.isOver()) {
			throw new ActionRefusedException(Reason.NOTHING_TO_DO,
					"action %d is over: there is nothing to take back".formatted(id));
		}
		RunId run = action.worksOn();
		throw new ActionRefusedException(Reason.WORKED_ON,
				"action %d is begun: %s".formatted(id,
						(run != null) ? "a stop of " + run + " ends it"
								: "as soon as it has a run, a stop of that ends it"),
				(run != null) ? Map.of("run", run.value()) : Map.of());
	}

	private PageAction ask(Requester requester, String sha256, Supplier<Question> question, @Nullable Long confirmed,
			Set<Outcome> outcomes, ActionRequest.@Nullable Input input) {
		return known(requester, sha256).orElseGet(() -> {
			Question asked = question.get();
			refuseUnconfirmed(asked, confirmed);
			return accepted(this.actions.ask(new ActionRequest(asked.kind(), requester.name(), requester.key(), sha256,
					(input != null) ? null : asked.run(), asked.job(), asked.rehearsal(), outcomes, input,
					(confirmed != null) ? asked.carts() : null)));
		});
	}

	/**
	 * The same request was entered before: whatever has become of the run since, the
	 * answer is the same.
	 */
	private Optional<PageAction> known(Requester requester, String sha256) {
		Optional<PageAction> known = this.actions.known(requester.name(), requester.key());
		known.filter((action) -> !action.request().sha256().equals(sha256)).ifPresent((other) -> {
			throw keyUsed(other);
		});
		return known;
	}

	private static PageAction accepted(AskedAction asked) {
		return switch (asked) {
			case AskedAction.Accepted accepted -> accepted.action();
			case AskedAction.OtherRequest other -> throw keyUsed(other.before());
			case AskedAction.UnderWay underWay -> {
				PageAction other = underWay.other();
				throw new ActionRefusedException(Reason.UNDER_WAY,
						"it is under way: %s asked for its %s at %s (action %d)".formatted(other.request().by(),
								(other.request().kind() == ActionKind.APPROVE) ? "approval"
										: other.request().kind().name().toLowerCase(Locale.ROOT),
								other.askedAt(), other.id()),
						Map.of("action", other.id()));
			}
		};
	}

	private static ActionRefusedException keyUsed(PageAction other) {
		return new ActionRefusedException(Reason.KEY_USED,
				"the idempotency key was used for another request (action %d): give each request its own"
					.formatted(other.id()),
				Map.of("action", other.id()));
	}

	private static void refuseUnconfirmed(Question question, @Nullable Long confirmed) {
		if ((question.buys() || confirmed != null) && !Objects.equals(confirmed, question.carts())) {
			throw new ActionRefusedException(Reason.UNCONFIRMED,
					question.says() + ((confirmed == null) ? ": confirm that number"
							: ", not %,d: look again, and confirm that number".formatted(confirmed)),
					Map.of("carts", question.carts()));
		}
	}

	private Run find(RunId id) {
		return this.runs.find(id)
			.orElseThrow(() -> new ActionRefusedException(Reason.NOT_FOUND, "there is no run " + id.value()));
	}

	private void refuseWorkedOn(Run run) {
		if (this.leases.standing(run.id()).isHeld()) {
			throw new ActionRefusedException(Reason.WORKED_ON, run.id() + " is being worked on");
		}
	}

	private static String carts(long carts) {
		return "%,d %s".formatted(carts, (carts == 1) ? "cart" : "carts");
	}

	private static String word(Outcome outcome) {
		return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Of what is asked for, whatever form it was sent in.
	 */
	private static String digest(@Nullable Object... request) {
		return HexFormat.of().formatHex(Sha256.of(Arrays.toString(request).getBytes(StandardCharsets.UTF_8)));
	}

}
