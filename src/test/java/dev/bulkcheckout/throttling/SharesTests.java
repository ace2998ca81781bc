package dev.bulkcheckout.throttling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTests {

	@Test
	void oneAloneHasAll() {
		assertThat(Shares.grant(64, 100, List.of())).isEqualTo(64);
		assertThat(Shares.grant(64, 0, List.of())).isEqualTo(64);
	}

	@Test
	void whoeverWantsLessLendsTheRest() {
		assertThat(settled(60, 200, 200, 200)).containsExactlyInAnyOrder(20, 20, 20);
		assertThat(settled(60, 200, 0, 200)).containsExactly(30, 0, 30);
		assertThat(settled(60, 10, 200, 5)).containsExactly(10, 45, 5);
		assertThat(settled(60, 0, 0, 0)).containsExactly(20, 20, 20);
	}

	@Test
	void oneWhoComesGetsWhatOthersGiveBackAndNothingBefore() {
		assertThat(Shares.grant(64, 100, List.of(new Demand(100, 64, 64)))).isZero();
		assertThat(Shares.grant(64, 100, List.of(new Demand(100, 32, 50)))).isEqualTo(14);
		assertThat(Shares.grant(64, 100, List.of(new Demand(100, 32, 32)))).isEqualTo(32);
	}

	@Test
	void whereThereIsLessThanOneForEachSomebodyHasIt() {
		assertThat(settled(1, 9, 9, 9).stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void sumIsNeverAboveTheTotalWhateverIsWanted(int seed) {
		Random random = new Random(seed);
		int[] granted = new int[7];
		int[] wanted = new int[7];
		for (int i = 0; i < 10_000; i++) {
			int who = random.nextInt(7);
			wanted[who] = random.nextBoolean() ? 0 : random.nextInt(200);
			granted[who] = Shares.grant(64, wanted[who], others(who, wanted, granted));
			assertThat(IntStream.of(granted).sum()).isLessThanOrEqualTo(64);
		}
	}

	/**
	 * What each has once all have asked a few times.
	 */
	private static List<Integer> settled(int total, int... wanted) {
		int[] granted = new int[wanted.length];
		for (int round = 0; round < 3; round++) {
			for (int who = 0; who < wanted.length; who++) {
				granted[who] = Shares.grant(total, wanted[who], others(who, wanted, granted));
			}
		}
		return IntStream.of(granted).boxed().toList();
	}

	private static List<Demand> others(int who, int[] wanted, int[] granted) {
		List<Demand> others = new ArrayList<>();
		for (int i = 0; i < wanted.length; i++) {
			if (i != who) {
				others.add(new Demand(wanted[i], granted[i], Math.min(wanted[i], granted[i])));
			}
		}
		return others;
	}

}
