package dev.bulkcheckout.partnercenter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.bulkcheckout.partnercenter.auth.AccessTokens;

/**
 * One token for ever, and a list of those that were refused.
 */
final class FixedTokens implements AccessTokens {

	static final String TOKEN = "eyJ0eXAiOiJKV1QifQ.not-a-real-one";

	private final List<String> rejected = new CopyOnWriteArrayList<>();

	@Override
	public String current() {
		return TOKEN;
	}

	@Override
	public void reject(String rejected) {
		this.rejected.add(rejected);
	}

	List<String> rejected() {
		return this.rejected;
	}

}
