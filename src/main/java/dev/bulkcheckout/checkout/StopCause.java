package dev.bulkcheckout.checkout;

/**
 * What no later cart would survive either.
 *
 * @param kind in one word
 * @param what what came back, for the operator
 * @param advice what the operator must do
 */
public record StopCause(Kind kind, String what, String advice) {

	static StopCause of(Verdict.StopRun stop) {
		Kind kind = switch (stop.kind()) {
			case SET_UP -> Kind.SET_UP;
			case CREDIT -> Kind.CREDIT;
		};
		return new StopCause(kind, stop.cameBack(), stop.advice());
	}

	/**
	 * Whose matter it is.
	 */
	public enum Kind {

		/** Token, MFA, Conditional Access, role, programme, agreement, sandbox. */
		SET_UP,
		/** The partner's credit. */
		CREDIT,
		/** Nobody answered for longer than the run is willing to wait. */
		API_DOWN

	}

}
