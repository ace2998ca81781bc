package dev.bulkcheckout.checkout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bulkcheckout.checkout.CheckoutFixture.Seen;
import dev.bulkcheckout.partnercenter.ErrorCodes;
import dev.bulkcheckout.simulator.Behaviour;
import dev.bulkcheckout.simulator.SimulatorSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every code that a checkout can be refused with, over real HTTP, for a cart that is
 * never bought: what is asked, how often, with which request ids, and what it ends in.
 * The table is written independently of the one in the code.
 */
@Execution(ExecutionMode.CONCURRENT)
class ErrorCodeCheckoutIntegrationTests {

	/** What a code asks for; see the assertions. */
	private enum Does {

		REFUSES, LATER, STOPS_SET_UP, STOPS_CREDIT, NEW_TOKEN, UNDECIDED, UNDECIDED_ONCE, FEW_THEN_REFUSES,
		ONCE_THEN_REFUSES, LOOKS_THEN_REFUSES, BUSY, SUBMITTED, SLOWLY, CUSTOMER_NOT_FOUND

	}

	private record Row(int status, int code, Does does) {

		@Override
		public String toString() {
			return this.status + " " + this.code + " " + this.does;
		}
	}

	private static CheckoutFixture fixture;

	@BeforeAll
	static void start() {
		fixture = new CheckoutFixture(SimulatorSettings.builder().recordedRequests(50_000).build(),
				Duration.ofSeconds(20));
	}

	@AfterAll
	static void stop() {
		fixture.close();
	}

	static Stream<Row> rows() {
		return Stream.of(rows(Does.BUSY, 409, 800064, 800060), rows(Does.SUBMITTED, 400, 800065),
				rows(Does.UNDECIDED, 500, 800005, 800003, 900192), rows(Does.UNDECIDED_ONCE, 501, 0),
				rows(Does.FEW_THEN_REFUSES, 500, 800031, 800083, 800084, 800087),
				rows(Does.LOOKS_THEN_REFUSES, 400, 4018), rows(Does.ONCE_THEN_REFUSES, 400, 900143),
				rows(Does.SLOWLY, 409, 800082), rows(Does.LATER, 403, 800073, 800074),
				rows(Does.LATER, 409, 800014, 900112, 900113, 900114, 900278), rows(Does.REFUSES, 200, 400072),
				rows(Does.REFUSES, 404, 800008, 400013, 400018, 1000, 400019, 2072, 800015, 20003, 20000),
				rows(Does.CUSTOMER_NOT_FOUND, 404, 60003),
				rows(Does.REFUSES, 400, 2012, 2100, 400056, 800009, 800002, 3000, 2000, 800029, 800086, 800004, 900142,
						900144, 2002, 800017, 900275, 800010, 27006, 27007, 800011, 800012, 800013, 800021, 800030,
						2071, 800016, 2200, 2201, 2202, 2203, 2204, 2205, 2206, 800022, 800024, 800026, 800062, 900419,
						800070, 900169, 800121, 800122, 900268, 900269, 900270, 900242, 900245, 900128, 900129, 900312,
						900313, 900314, 900315, 900317, 900318, 900203, 900206, 900252, 900253, 900254),
				rows(Does.REFUSES, 403, 2085, 2091, 800020, 800028, 2006, 2030, 13605, 800066, 800067, 800068, 800088,
						800089, 800069, 800075, 900416, 900123, 900323, 20002, 2032, 1002),
				rows(Does.STOPS_SET_UP, 400, 800018, 900116, 900127),
				rows(Does.STOPS_SET_UP, 403, 900322, 800039, 900149, 900124, 900150, 900308, 900309, 90000, 900329),
				rows(Does.STOPS_SET_UP, 401, 900420, 900421), rows(Does.STOPS_CREDIT, 403, 800023, 900121),
				rows(Does.STOPS_CREDIT, 400, 800025), rows(Does.NEW_TOKEN, 401, 400, 800001))
			.flatMap(List::stream);
	}

	private static List<Row> rows(Does does, int status, int... codes) {
		List<Row> rows = new ArrayList<>();
		Arrays.stream(codes).forEach((code) -> rows.add(new Row(status, code, does)));
		return rows;
	}

	@Test
	void noCodeIsLeftOut() {
		assertThat(rows().map((row) -> row.status() + " " + row.code())).containsExactlyInAnyOrderElementsOf(
				ErrorCodes.all().stream().map((known) -> known.status() + " " + known.code()).toList());
	}

	@ParameterizedTest
	@MethodSource("rows")
	void codeMeetsItsTreatment(Row row) throws Exception {
		Behaviour behaviour = Behaviour
			.parse(row.status() + ((row.status() < 300) ? " face=code" : " body=main") + " code=" + row.code());
		Seen seen = fixture.checkOut(behaviour);
		switch (row.does()) {
			case REFUSES -> ends(seen, "REFUSED", "A", "C");
			case LATER -> {
				ends(seen, "REFUSED", "A", "C");
				assertThat(seen.told().reason()).startsWith("not in this run");
			}
			case UNDECIDED -> ends(seen, "UNKNOWN", "AAAB", "CLCLCLCL");
			// a code of 0 cannot be asked for: the simulator takes it for no code
			case UNDECIDED_ONCE -> ends(seen, "UNKNOWN", "AA", "CLCL");
			case FEW_THEN_REFUSES -> ends(seen, "REFUSED", "AAB", "CLCLCL");
			case ONCE_THEN_REFUSES -> ends(seen, "REFUSED", "AB", "CCL");
			case LOOKS_THEN_REFUSES -> ends(seen, "REFUSED", "A", "CL");
			case BUSY -> {
				ends(seen, "UNKNOWN", "ABCD", "CLCLCLCL");
				assertThat(seen.shortestGap()).isGreaterThanOrEqualTo(CheckoutFixture.QUICK.longestWait());
			}
			case SUBMITTED -> ends(seen, "UNKNOWN", "ABCD", "CLCLCLCL");
			case SLOWLY -> {
				ends(seen, "REFUSED", "ABCD", "CCCCL");
				assertThat(seen.shortestGap()).isGreaterThanOrEqualTo(CheckoutFixture.QUICK.longestWait());
			}
			case CUSTOMER_NOT_FOUND -> ends(seen, "REFUSED", "ABC", "CCCL");
			case STOPS_SET_UP -> stops(seen, "A", "SET_UP");
			case STOPS_CREDIT -> stops(seen, "A", "CREDIT");
			case NEW_TOKEN -> ends(seen, "REFUSED", "AA", "CC");
		}
		assertThat(seen.shortestGap()).isGreaterThanOrEqualTo(
				(row.does() == Does.NEW_TOKEN) ? Duration.ZERO : CheckoutFixture.QUICK.firstPause().dividedBy(2));
		assertThat(seen.trueOrders()).isEmpty();
	}

	private static void ends(Seen seen, String outcome, String requestIds, String calls) {
		assertThat(seen.outcome()).isEqualTo(outcome);
		assertThat(seen.requestIds()).isEqualTo(requestIds);
		assertThat(seen.calls()).isEqualTo(calls);
		assertThat(seen.stopKind()).isEqualTo("GOES_ON");
		assertThat(seen.told().reason()).contains("HTTP ");
	}

	private static void stops(Seen seen, String requestIds, String kind) {
		assertThat(seen.outcome()).isEqualTo("NOT_ATTEMPTED");
		assertThat(seen.requestIds()).isEqualTo(requestIds);
		assertThat(seen.calls()).isEqualTo("C".repeat(requestIds.length()));
		assertThat(seen.stopKind()).isEqualTo(kind);
		assertThat(seen.stopCause().what()).contains("HTTP ");
		assertThat(seen.stopCause().advice()).isNotBlank();
	}

}
