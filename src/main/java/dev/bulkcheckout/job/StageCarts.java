package dev.bulkcheckout.job;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.input.CartRowHandler;
import dev.bulkcheckout.input.RejectedRow;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Staging;

/**
 * The step {@code stageCarts}: enters the run's carts in the ledger, all or none.
 */
final class StageCarts implements Tasklet {

	private final ActiveRuns activeRuns;

	private final Runs runs;

	private final Staging staging;

	private final DatabaseRetry retry;

	StageCarts(ActiveRuns activeRuns, Runs runs, Staging staging, DatabaseRetry retry) {
		this.activeRuns = activeRuns;
		this.runs = runs;
		this.staging = staging;
		this.retry = retry;
	}

	@Override
	public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		ActiveRun run = this.activeRuns.of(contribution.getStepExecution());
		// a lost answer to the commit, or a crash right after it
		this.retry.run(() -> {
			if (!isStaged(run)) {
				stage(run);
			}
		});
		return RepeatStatus.FINISHED;
	}

	private boolean isStaged(ActiveRun run) {
		Optional<Run> stored = this.runs.find(run.id());
		return stored.isPresent() && stored.get().stagedAt() != null;
	}

	private void stage(ActiveRun run) {
		switch (run.source()) {
			case CartSource.Csv csv ->
				this.staging.stage(run.lease(), (rows) -> read(csv.file(), rows), RejectedRow.REPEATS_LINE);
			case CartSource.FormerRun former -> this.staging.stageFrom(run.lease(), former.run(), former.outcomes());
			case CartSource.Ledger ledger -> throw new IllegalStateException(
					run.id() + " was stopped before its input was read: launch it again with its CSV");
		}
	}

	private static long read(CartFile file, Staging.Rows rows) {
		return file.read(new CartRowHandler() {
			@Override
			public void cart(long line, Cart cart) {
				rows.cart(line, cart);
			}

			@Override
			public void rejected(RejectedRow row) {
				rows.rejected(row.line(), row.reason(), row.row());
			}
		}).rows();
	}

}
