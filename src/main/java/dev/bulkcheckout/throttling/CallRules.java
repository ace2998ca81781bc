package dev.bulkcheckout.throttling;

import java.util.function.Supplier;

/**
 * What the paced calls have to know of the API that they call.
 *
 * @param <A> what a call is answered with
 */
public interface CallRules<A> {

	/**
	 * Sends a call, once or where its token was refused twice, on this thread.
	 * @throws java.util.concurrent.CancellationException if nobody may ask, and the run
	 * has been told to stop
	 */
	A send(CallKind kind, Supplier<A> call) throws InterruptedException;

	/**
	 * What an answer says about pace and outage.
	 */
	CallResult classify(A answer);

	/**
	 * What an answer was, in few words that recur: see
	 * {@link CallListener#ended(CallKind, CallListener.CallEnd, String, java.time.Duration)}.
	 */
	String code(A answer);

}
