package dev.bulkcheckout.simulator;

/** Constants by the hex digit that names them: their place in the declaration. */
final class Digits {

	private Digits() {
	}

	/** Whether a digit names a constant. */
	static boolean isIn(Class<? extends Enum<?>> type, int digit) {
		return digit < type.getEnumConstants().length;
	}

	/** The constant that a digit names. */
	@SuppressWarnings("EnumOrdinal") // the places are the documented digits
	static <E extends Enum<E>> E constant(Class<E> type, int digit) {
		return type.getEnumConstants()[digit];
	}

}
