package dev.bulkcheckout.settings;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EffectiveValuesTests {

	@Test
	void everyOptionSurvives() {
		RunProperties options = EffectiveValues.read(Map.ofEntries(Map.entry("bulk-checkout.output", "out/night"),
				Map.entry("bulk-checkout.concurrency", "64"), Map.entry("bulk-checkout.rate", "12.5"),
				Map.entry("bulk-checkout.reconcile-for", "30h"), Map.entry("bulk-checkout.outage-timeout", "90s"),
				Map.entry("bulk-checkout.max-refused", "3%"), Map.entry("bulk-checkout.stop-at", "05:30"),
				Map.entry("bulk-checkout.also-reconcile-older", "true"), Map.entry("bulk-checkout.rehearsal", "true"),
				Map.entry("bulk-checkout.stop-grace", "1s"),
				Map.entry("bulk-checkout.product-rules[0].name", "Reserved VM, or the like"),
				Map.entry("bulk-checkout.product-rules[0].subscription", "false"),
				Map.entry("bulk-checkout.product-rules[1].offer", "DG7:"),
				Map.entry("bulk-checkout.product-rules[1].subscription", "true"),
				Map.entry("bulk-checkout.retry.max-attempts", "7"),
				Map.entry("bulk-checkout.polling.none-after", "1m")));
		assertThat(options.productRules()).hasSize(2);
		assertThat(options.retry().maxAttempts()).isEqualTo(7);
		assertThat(options.polling().noneAfter()).isEqualTo(Duration.ofMinutes(1));
		assertThat(EffectiveValues.fromJson(EffectiveValues.toJson(options))).isEqualTo(options);
	}

	@Test
	void whatIsNotGivenStaysSo() {
		RunProperties options = EffectiveValues.read(Map.of());
		assertThat(options.output()).isNull();
		assertThat(EffectiveValues.fromJson(EffectiveValues.toJson(options))).isEqualTo(options);
	}

	@Test
	void storedFormOfTheFirstVersionIsRead() {
		RunProperties read = EffectiveValues
			.fromJson("{\"output\":null,\"concurrency\":33,\"rate\":null,\"reconcileFor\":\"PT2H\","
					+ "\"patience\":\"PT31M\",\"maxRefused\":\"21%\",\"stopAt\":\"05:30\",\"alsoReconcileOlder\":true,"
					+ "\"rehearsal\":true}");
		assertThat(read.output()).isNull();
		assertThat(read.concurrency()).isEqualTo(33);
		assertThat(read.rate()).isNull();
		assertThat(read.reconcileFor()).isEqualTo(Duration.ofHours(2));
		assertThat(read.outageTimeout()).isEqualTo(Duration.ofMinutes(31));
		assertThat(read.maxRefused()).isEqualTo(MaxRefused.of("21%"));
		assertThat(read.stopAt()).isEqualTo(LocalTime.of(5, 30));
		assertThat(read.alsoReconcileOlder()).isTrue();
		assertThat(read.rehearsal()).isTrue();
	}

}
