package dev.bulkcheckout.notification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

import dev.bulkcheckout.cart.ExitCode;
import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.report.RunJson;
import dev.bulkcheckout.report.RunReport;
import dev.bulkcheckout.report.RunReports;
import dev.bulkcheckout.report.RunText;
import dev.bulkcheckout.report.RunVerdict;
import dev.bulkcheckout.run.RunEnd;
import dev.bulkcheckout.run.RunListener;
import dev.bulkcheckout.settings.EffectiveValues;
import dev.bulkcheckout.throttling.StopKind;

/**
 * Tells how a run ended, and when one stopped for a reason that needs a person: not one
 * that a person stopped, nor one that another process goes on with. Whoever cannot be
 * told changes nothing in the run.
 */
public final class Notifications implements RunListener {

	private static final Logger logger = LoggerFactory.getLogger(Notifications.class);

	private static final int WIDTH = 100;

	private final RunReports reports;

	private final List<NotificationChannel> channels;

	private final OperatorConsole console;

	private final InstantSource clock;

	Notifications(RunReports reports, List<NotificationChannel> channels, OperatorConsole console,
			InstantSource clock) {
		this.reports = reports;
		this.channels = List.copyOf(channels);
		this.console = console;
		this.clock = clock;
	}

	@Override
	public void ended(RunEnd end) {
		switch (end) {
			case RunEnd.Finished finished -> tell(of(Notification.Kind.FINISHED, finished.run(), finished.exitCode()));
			case RunEnd.Stopped stopped when needsPerson(stopped.reason().kind()) ->
				tell(of(Notification.Kind.STOPPED, stopped.run(), ExitCode.RESTARTABLE.code()));
			case RunEnd.Planned planned -> tell(of(Notification.Kind.PLANNED, planned.run(), planned.exitCode()));
			default -> {
				// nothing happened, or whoever did it knows
			}
		}
	}

	private static boolean needsPerson(StopKind kind) {
		return kind != StopKind.OPERATOR && kind != StopKind.LEASE_LOST;
	}

	@Override
	public void refused(String why) {
		tell(new Notification(UUID.randomUUID(), this.clock.instant(), Notification.Kind.REFUSED, null,
				ExitCode.USAGE.code(), why, List.of("bulk-checkout check"), why, null));
	}

	private Notification of(Notification.Kind kind, RunId run, int exitCode) {
		RunReport report = this.reports.of(run).orElseThrow();
		StringBuilder text = new StringBuilder();
		StringBuilder json = new StringBuilder();
		try {
			new RunText(ZoneId.systemDefault(), WIDTH).write(report,
					EffectiveValues.fromJson(report.run().options()).outputOf(run.value()), text);
			RunJson.write(report, json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> commands = report.verdict()
			.next()
			.stream()
			.map(RunVerdict.NextStep::command)
			.filter(Objects::nonNull)
			.toList();
		return new Notification(UUID.randomUUID(), this.clock.instant(), kind, run, exitCode,
				report.verdict().headline(), commands, text.toString(), json.toString());
	}

	private void tell(Notification notification) {
		for (NotificationChannel channel : this.channels) {
			try {
				channel.tell(notification);
			}
			catch (RuntimeException ex) {
				String why = String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
				this.console.say("%s could not be told of the end of %s: %s. The run is as it is".formatted(channel,
						notification.subject(), why));
				logger.debug("{} could not be told", channel, ex);
			}
		}
	}

}
