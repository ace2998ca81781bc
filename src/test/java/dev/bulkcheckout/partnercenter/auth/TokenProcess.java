package dev.bulkcheckout.partnercenter.auth;

import java.time.InstantSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

/**
 * A process of its own that gets a token as its environment says, and tells how it went.
 */
final class TokenProcess {

	private TokenProcess() {
	}

	public static void main(String[] args) {
		PartnerCenterAccessTokens tokens = new PartnerCenterAccessTokens(
				PartnerCenterProperties.from(Binder.get(new StandardEnvironment())), InstantSource.system());
		try {
			tokens.current();
			System.out.println(tokens.identity());
		}
		catch (NoAccessTokenException ex) {
			ex.printStackTrace(System.out);
		}
	}

}
