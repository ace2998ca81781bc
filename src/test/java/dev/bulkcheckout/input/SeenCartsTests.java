package dev.bulkcheckout.input;

import java.util.Locale;
import java.util.UUID;

import dev.bulkcheckout.cart.Cart;
import dev.bulkcheckout.cart.CartId;
import dev.bulkcheckout.cart.CustomerId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeenCartsTests {

	private final SeenCarts seen = new SeenCarts();

	@Test
	void repeatKnowsItsFirstLine() {
		assertThat(this.seen.firstLineOrAdd(cart(1, 1), 2)).isZero();
		assertThat(this.seen.firstLineOrAdd(cart(1, 2), 3)).isZero();
		assertThat(this.seen.firstLineOrAdd(cart(2, 1), 4)).isZero();
		assertThat(this.seen.firstLineOrAdd(cart(1, 2), 5)).isEqualTo(3);
		assertThat(this.seen.firstLineOrAdd(cart(1, 2), 6)).isEqualTo(3);
	}

	@Test
	void otherCaseIsARepeat() {
		Cart cart = new Cart(new CustomerId("abcdefab-0000-4000-8000-00000000000a"),
				new CartId("fedcbafe-0000-4000-8000-00000000000b"));
		Cart upper = new Cart(new CustomerId(cart.customer().value().toUpperCase(Locale.ROOT)), cart.id());
		assertThat(this.seen.firstLineOrAdd(cart, 1)).isZero();
		assertThat(this.seen.firstLineOrAdd(upper, 2)).isEqualTo(1);
	}

	@Test
	void hundredThousandCartsThatDifferInFewBitsAreAllKept() {
		for (int i = 0; i < 100_000; i++) {
			assertThat(this.seen.firstLineOrAdd(cart(i % 7, i), i + 1)).isZero();
		}
		for (int i = 0; i < 100_000; i++) {
			assertThat(this.seen.firstLineOrAdd(cart(i % 7, i), 0)).isEqualTo(i + 1);
		}
	}

	@Test
	void millionCartsTakeAtMost48BytesEach() {
		int carts = 1_000_000;
		for (int i = 0; i < carts; i++) {
			this.seen.firstLineOrAdd(cart(i, i), i + 1);
		}
		assertThat(this.seen.bytes()).isLessThanOrEqualTo(48L * carts);
	}

	private static Cart cart(int customer, int cart) {
		return new Cart(new CustomerId(new UUID(0x4000L, customer).toString()),
				new CartId(new UUID(0x4000L, cart).toString()));
	}

}
