package dev.bulkcheckout.input;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a file would come to, checked by itself: each cart counts once.
 *
 * @param rows all rows
 * @param carts carts
 * @param rejected rows that are refused, repeats among them
 * @param notice what the operator should know although no row was refused for it; null if
 * there is nothing
 */
public record InputCheck(long rows, long carts, long rejected, @Nullable String notice) {

	/**
	 * Reads a file to its end.
	 * @param refused is given each row that is refused
	 * @throws UnusableInputException if no row can be used
	 */
	public static InputCheck of(CartFile file, Consumer<RejectedRow> refused) {
		RepeatsRefused repeats = new RepeatsRefused(new CartRowHandler() {
			@Override
			public void rejected(RejectedRow row) {
				refused.accept(row);
			}
		});
		InputSummary summary = file.read(repeats);
		return new InputCheck(summary.rows(), summary.carts() - repeats.repeats(),
				summary.rejected() + repeats.repeats(), summary.notice());
	}

}
