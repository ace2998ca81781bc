package dev.bulkcheckout;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import dev.bulkcheckout.cart.OperatorConsole;
import dev.bulkcheckout.partnercenter.auth.PartnerCenterProperties;
import dev.bulkcheckout.simulator.Latency;
import dev.bulkcheckout.simulator.Simulator;
import dev.bulkcheckout.simulator.SimulatorSettings;

/**
 * A rehearsal: a simulator in this process takes Partner Center's place, whatever address
 * and credentials are set.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("bulk-checkout.rehearsal")
class RehearsalConfiguration {

	@Bean
	Simulator simulator(OperatorConsole console) {
		Simulator simulator = Simulator.start(SimulatorSettings.builder()
			.latency(Latency.lognormal(Duration.ofMillis(60), Duration.ofMillis(600)))
			.build());
		console.say("this is a rehearsal: a simulator answers on " + simulator.baseUrl() + ", nothing is bought");
		return simulator;
	}

	@Bean
	@Primary
	PartnerCenterProperties rehearsed(Simulator simulator) {
		return PartnerCenterProperties.from(new Binder(new MapConfigurationPropertySource(
				Map.of("partner-center.base-url", simulator.baseUrl().toString(), "partner-center.authority",
						simulator.authority().toString(), "partner-center.tenant-id", "rehearsal.example",
						"partner-center.client-id", "rehearsal", "partner-center.client-secret", "rehearsal"))));
	}

}
