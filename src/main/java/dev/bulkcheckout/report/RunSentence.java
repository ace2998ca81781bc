package dev.bulkcheckout.report;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.ledger.Run;

/**
 * Where a run stands, in a sentence for the operator.
 */
public final class RunSentence {

	private RunSentence() {
	}

	/**
	 * Says it.
	 * @param times the operator's clock
	 */
	public static String of(Run run, RunState state, RunProgress progress, Times times) {
		return switch (state) {
			case RunState.Finished(var at, var exitCode) ->
				"finished %s with exit code %d (%s)".formatted(times.brief(at), exitCode, Labels.ofExitCode(exitCode));
			case RunState.Running(var holder, var since, var stopRequestedAt) ->
				"%s on %s: %s".formatted(begun(since, stopRequestedAt, times), holder.words(), doing(progress, times));
			case RunState.Stopped(var at, var reason, var advice) -> "stopped %s because %s%s%s; %s".formatted(
					times.brief(at), reason.isEmpty() ? "of a reason that was not noted" : trimmed(reason),
					advice.isEmpty() ? "" : "; " + trimmed(advice), "; " + done(progress, times), goOn(run, progress));
			case RunState.Planned(var at) -> "planned %s; nothing is bought before 'bulk-checkout approve %d'"
				.formatted(times.brief(at), run.id().value());
			case RunState.Crashed(var holder, var lastHeartbeat) -> "crashed %s, when %s was last heard of; %s; %s"
				.formatted(times.brief(lastHeartbeat), holder.words(), done(progress, times), goOn(run, progress));
			case RunState.Waiting waiting ->
				"waiting to be restarted; %s; %s".formatted(done(progress, times), goOn(run, progress));
		};
	}

	private static String begun(Instant since, @Nullable Instant stopRequestedAt, Times times) {
		String running = "running since " + times.brief(since);
		return (stopRequestedAt != null) ? "%s, asked to stop %s,".formatted(running, times.brief(stopRequestedAt))
				: running;
	}

	private static String doing(RunProgress progress, Times times) {
		return switch (progress.phase()) {
			case STAGING -> "reading the input";
			case CHECKING_OUT -> "checking out, " + done(progress, times);
			case RECONCILING -> "reconciling, " + done(progress, times);
			case WRITING_RESULTS, DONE -> "writing the result files, " + done(progress, times);
		};
	}

	private static String done(RunProgress progress, Times times) {
		return switch (progress.phase()) {
			case STAGING -> "no cart is in the ledger yet";
			case CHECKING_OUT -> settled(progress);
			case RECONCILING, WRITING_RESULTS, DONE -> ids(progress, times);
		};
	}

	private static String settled(RunProgress progress) {
		return "%s of %s settled".formatted(Numbers.of(progress.settled()), Numbers.of(progress.carts()));
	}

	private static String ids(RunProgress progress, Times times) {
		StringBuilder text = new StringBuilder(settled(progress));
		text.append(", %s of %s ids awaited".formatted(Numbers.of(progress.idsAwaited()),
				Numbers.of(progress.idsExpected())));
		if (progress.idsMissing() > 0) {
			text.append(", %s missing".formatted(Numbers.of(progress.idsMissing())));
		}
		if (progress.nextLook() != null) {
			text.append(", next look ").append(times.brief(progress.nextLook()));
		}
		return text.toString();
	}

	/**
	 * Before the rows are in the ledger, only the input can bring them there.
	 */
	private static String goOn(Run run, RunProgress progress) {
		return (progress.phase() == RunProgress.Phase.STAGING && run.rerunOf() == null)
				? "nothing was asked, 'bulk-checkout run' with the same input goes on"
				: "'bulk-checkout restart %d' goes on".formatted(run.id().value());
	}

	/** Reasons come with or without a full stop. */
	static String trimmed(String text) {
		String stripped = text.strip();
		return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
	}

}
