package dev.bulkcheckout.cli;

import java.util.concurrent.atomic.AtomicBoolean;

import sun.misc.Signal;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

/**
 * Ctrl-C and SIGTERM stop a run in good order; the second one ends the process at once,
 * which a restart survives, too. No shutdown hook: those run beside each other and would
 * close the database under the run.
 */
final class Signals {

	private Signals() {
	}

	static void stop(StopSignal stop, OperatorConsole talk) {
		AtomicBoolean first = new AtomicBoolean(true);
		for (String name : new String[] { "INT", "TERM" }) {
			Signal.handle(new Signal(name), (signal) -> {
				if (first.getAndSet(false)) {
					talk.say(signal.getName().equals("INT")
							? "stopping: calls in flight are settled first; Ctrl-C again ends at once"
							: "stopping: calls in flight are settled first");
					stop.raise(new StopReason(StopKind.OPERATOR, "SIG" + signal.getName() + " asked for it", ""));
				}
				else {
					Runtime.getRuntime().halt(ExitCode.RESTARTABLE.code());
				}
			});
		}
	}

}
