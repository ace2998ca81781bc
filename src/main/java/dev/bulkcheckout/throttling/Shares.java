package dev.bulkcheckout.throttling;

import java.util.List;
import java.util.stream.Stream;

/**
 * Shares out the calls that may be in flight to those that ask at the same time. Whoever
 * wants less than an equal part lends the rest to the others.
 */
public final class Shares {

	private Shares() {
	}

	/**
	 * How many calls one may have in flight from now on: its part, and no more than the
	 * others leave free at present. The sum is never above the total if one at a time
	 * asks and says what it was granted.
	 * @param total for all together
	 * @param wanted by the one that asks
	 * @param others all others
	 */
	public static int grant(int total, int wanted, List<Demand> others) {
		int free = total - others.stream().mapToInt(Demand::held).sum();
		return Math.clamp(fair(total, wanted, others.stream().map(Demand::wanted).toList()), 0, Math.max(0, free));
	}

	/**
	 * Those that want least are served first; what all of them leave is spread over them.
	 */
	private static int fair(int total, int wanted, List<Integer> others) {
		List<Integer> sorted = Stream.concat(Stream.of(wanted), others.stream()).sorted().toList();
		int left = total;
		int own = 0;
		for (int i = 0; i < sorted.size(); i++) {
			int part = Math.min(sorted.get(i), ceil(left, sorted.size() - i));
			if (sorted.get(i) == wanted) {
				own = Math.max(own, part);
			}
			left -= part;
		}
		return own + (left / sorted.size());
	}

	private static int ceil(int left, int parts) {
		return (left + parts - 1) / parts;
	}

}
