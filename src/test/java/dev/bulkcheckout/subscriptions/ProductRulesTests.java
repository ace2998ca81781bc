package dev.bulkcheckout.subscriptions;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.bulkcheckout.settings.RunProperties.ProductRule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProductRulesTests {

	@Test
	void firstRuleThatFitsCounts() {
		ProductRules rules = new ProductRules(List.of(new ProductRule("DZH318Z0BQ36", null, false),
				new ProductRule(null, "savings plan", true), new ProductRule("DZH318", null, false)));
		assertThat(rules.subscriptionExpected("dzh318z0bq36:004G", "Savings plan")).contains(false);
		assertThat(rules.subscriptionExpected("DZH318Z09V6F:0001", "Compute Savings Plan, 1 Year")).contains(true);
		assertThat(rules.subscriptionExpected("DZH318Z0XXXX:0001", null)).contains(false);
		assertThat(rules.subscriptionExpected("CFQ7TTC0LH0Z:0001", "AI Builder")).isEmpty();
		assertThat(rules.subscriptionExpected(null, null)).isEmpty();
	}

	@Test
	void ruleWithBothNeedsBoth() {
		ProductRules rules = new ProductRules(List.of(new ProductRule("DG7G", "CAL", false)));
		assertThat(rules.subscriptionExpected("DG7GMGF0DVT7:000C", "Windows Server CAL")).contains(false);
		assertThat(rules.subscriptionExpected("DG7GMGF0DVT7:000C", "Windows Server")).isEmpty();
		assertThat(rules.subscriptionExpected("CFQ7TTC0LH0Z", "Windows Server CAL")).isEmpty();
	}

	@Test
	void ruleThatFitsEverythingIsRefused() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new ProductRule(null, null, false))
			.withMessageContaining("bulk-checkout.product-rules");
	}

	@Test
	void withoutRulesNothingIsKnown() {
		assertThat(ProductRules.none().subscriptionExpected("CFQ7", "x")).isEmpty();
	}

}
