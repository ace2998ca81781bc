package dev.bulkcheckout;

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;

/**
 * Where settings stand.
 */
final class Places {

	private Places() {
	}

	/**
	 * The line of a file, counted from 1; empty for a setting of the environment.
	 */
	static OptionalInt line(@Nullable Origin origin) {
		Origin inner = origin;
		while (inner instanceof PropertySourceOrigin wrapped) {
			inner = wrapped.getOrigin();
		}
		return (inner instanceof TextResourceOrigin text && text.getLocation() != null)
				? OptionalInt.of(text.getLocation().getLine() + 1) : OptionalInt.empty();
	}

}
