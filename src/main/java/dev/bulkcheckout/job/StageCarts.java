package dev.bulkcheckout.job;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.input.CartFile;
import dev.bulkcheckout.input.CartRowHandler;
import dev.bulkcheckout.input.RejectedRow;
import dev.bulkcheckout.ledger.CarriedCarts;
import dev.bulkcheckout.ledger.DatabaseRetry;
import dev.bulkcheckout.ledger.Run;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.ledger.Staging;

/**
 * The step {@code stageCarts}: enters the run's carts in the ledger, all or none.
 */
final class StageCarts implements Tasklet {

	private final ActiveRun run;

	private final Runs runs;

	private final Staging staging;

	private final CarriedCarts carried;

	private final OperatorConsole console;

	private final DatabaseRetry retry;

	StageCarts(ActiveRun run, Runs runs, Staging staging, CarriedCarts carried, OperatorConsole console,
			DatabaseRetry retry) {
		this.run = run;
		this.runs = runs;
		this.staging = staging;
		this.carried = carried;
		this.console = console;
		this.retry = retry;
	}

	@Override
	public @Nullable RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		// a lost answer to the commit, or a crash right after it
		this.retry.run(() -> {
			if (!isStaged()) {
				stage();
			}
		});
		this.retry.call(() -> this.carried.in(this.run.id())).ifPresent((them) -> this.console.say(them.words()));
		return RepeatStatus.FINISHED;
	}

	private boolean isStaged() {
		Optional<Run> stored = this.runs.find(this.run.id());
		return stored.isPresent() && stored.get().stagedAt() != null;
	}

	private void stage() {
		switch (this.run.source()) {
			case CartSource.Csv csv -> this.staging.stage(this.run.lease(), (rows) -> read(csv.file(), rows),
					RejectedRow.REPEATS_LINE, this.run.options().carryOver());
			case CartSource.FormerRun former ->
				this.staging.stageFrom(this.run.lease(), former.run(), former.outcomes());
			case CartSource.Ledger ledger -> throw new IllegalStateException(
					this.run.id() + " was stopped before its input was read: launch it again with its CSV");
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
