package dev.bulkcheckout.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.bulkcheckout.cart.CallTrace;
import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CheckoutOutcome;
import dev.bulkcheckout.cart.CheckoutResult;
import dev.bulkcheckout.cart.CustomerId;
import dev.bulkcheckout.cart.RequestId;
import dev.bulkcheckout.ledger.Settlement;
import dev.bulkcheckout.ledger.StagedCart;
import dev.bulkcheckout.settings.MaxRefused;
import dev.bulkcheckout.throttling.StopKind;
import dev.bulkcheckout.throttling.StopReason;
import dev.bulkcheckout.throttling.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalLimitTests {

	private static final Cart CART = new Cart(new CustomerId("11111111-aaaa-4bbb-8ccc-222222222222"),
			new CartId("33333333-dddd-4eee-8fff-444444444444"));

	private static final CheckoutOutcome REFUSED = new CheckoutOutcome.Refused("no", List.of());

	private static final CheckoutOutcome ORDERED = new CheckoutOutcome.AlreadyOrdered();

	private static final CheckoutOutcome LEFT = new CheckoutOutcome.NotAttempted("stopped");

	private final StopSignal stop = new StopSignal();

	private static List<Settlement> settled(CheckoutOutcome... outcomes) {
		return Arrays.stream(outcomes).map((outcome) -> {
			RequestId request = RequestId.random();
			return new Settlement(new StagedCart(1, 1, CART, request, false), new CheckoutResult(outcome,
					new CallTrace(1, null, null, null, null, request), Instant.parse("2026-11-22T01:00:00Z")));
		}).toList();
	}

	@Test
	void tooManyRefusedStopTheRunAndSayHowMany() {
		RefusalLimit limit = new RefusalLimit(MaxRefused.of("2"), this.stop);
		limit.saw(settled(REFUSED, ORDERED, REFUSED));
		assertThat(this.stop.isRaised()).isFalse();
		limit.saw(settled(REFUSED));
		StopReason reason = this.stop.reason().orElseThrow();
		assertThat(reason.kind()).isEqualTo(StopKind.TOO_MANY_REFUSED);
		assertThat(reason.what()).contains("3 of 4 carts").contains("--max-refused 2");
	}

	@Test
	void shareCountsFromTheFiftiethSettledCart() {
		RefusalLimit limit = new RefusalLimit(MaxRefused.of("20%"), this.stop);
		for (int i = 0; i < 49; i++) {
			limit.saw(settled(REFUSED));
		}
		assertThat(this.stop.isRaised()).isFalse();
		limit.saw(settled(LEFT, LEFT));
		assertThat(this.stop.isRaised()).as("carts that were left are not settled").isFalse();
		limit.saw(settled(REFUSED));
		assertThat(this.stop.isRaised()).isTrue();
	}

	@Test
	void whatIsNotRefusedDoesNotStop() {
		RefusalLimit limit = new RefusalLimit(MaxRefused.of("0"), this.stop);
		limit.saw(settled(ORDERED, LEFT, new CheckoutOutcome.Unknown("lost")));
		assertThat(this.stop.isRaised()).isFalse();
	}

}
