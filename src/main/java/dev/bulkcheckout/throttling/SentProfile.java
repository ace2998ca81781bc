package dev.bulkcheckout.throttling;

import java.util.ArrayList;
import java.util.List;

/**
 * How many calls were sent in each short span since the last refusal. Times in seconds.
 */
final class SentProfile {

	private static final int MOST_SPANS = 1024;

	private final List<Span> spans = new ArrayList<>();

	void add(double from, double to, int sent) {
		this.spans.add(new Span(from, to, sent));
		if (this.spans.size() > MOST_SPANS) {
			halve();
		}
	}

	void clear() {
		this.spans.clear();
	}

	/**
	 * What a token bucket that refills at this rate must have held so that everything up
	 * to a time passed: the most by which sending ran ahead of the rate.
	 */
	double excess(double rate, double until) {
		double ahead = 0;
		double most = 0;
		for (Span span : this.spans) {
			double to = Math.min(span.to, until);
			if (to <= span.from) {
				break;
			}
			double length = to - span.from;
			ahead = Math.max(0, ahead + (span.sent * length / (span.to - span.from)) - (rate * length));
			most = Math.max(most, ahead);
		}
		return most;
	}

	private void halve() {
		List<Span> pairs = new ArrayList<>(MOST_SPANS);
		for (int i = 0; i + 1 < this.spans.size(); i += 2) {
			Span first = this.spans.get(i);
			Span second = this.spans.get(i + 1);
			pairs.add(new Span(first.from, second.to, first.sent + second.sent));
		}
		if (this.spans.size() % 2 == 1) {
			pairs.add(this.spans.getLast());
		}
		this.spans.clear();
		this.spans.addAll(pairs);
	}

	private record Span(double from, double to, int sent) {
	}

}
