package dev.bulkcheckout.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

import org.postgresql.copy.CopyIn;

import dev.bulkcheckout.cart.Cart;

/**
 * Rows in COPY's text format, sent in blocks of some 64 KiB.
 */
final class CopiedRows implements Staging.Rows {

	private static final int BLOCK = 1 << 16;

	private final CopyIn copy;

	private final StringBuilder block = new StringBuilder(BLOCK + 4096);

	CopiedRows(CopyIn copy) {
		this.copy = copy;
	}

	@Override
	public void cart(long line, Cart cart) {
		this.block.append(line)
			.append('\t')
			.append(cart.customer().value())
			.append('\t')
			.append(cart.id().value())
			.append("\t\\N\t\\N\n");
		flushFullBlock();
	}

	@Override
	public void rejected(long line, String reason, String row) {
		this.block.append(line).append("\t\\N\t\\N\t");
		appendText(reason);
		this.block.append('\t');
		appendText(row);
		this.block.append('\n');
		flushFullBlock();
	}

	private void appendText(String text) {
		String kept = StoredText.of(text);
		for (int i = 0; kept != null && i < kept.length(); i++) {
			char c = kept.charAt(i);
			switch (c) {
				case '\\' -> this.block.append("\\\\");
				case '\t' -> this.block.append("\\t");
				case '\n' -> this.block.append("\\n");
				case '\r' -> this.block.append("\\r");
				default -> this.block.append(c);
			}
		}
	}

	private void flushFullBlock() {
		if (this.block.length() >= BLOCK) {
			flush();
		}
	}

	/**
	 * Sends what is not sent yet.
	 * @throws Failure if the database does not take it
	 */
	void flush() {
		byte[] bytes = this.block.toString().getBytes(StandardCharsets.UTF_8);
		this.block.setLength(0);
		try {
			this.copy.writeToCopy(bytes, 0, bytes.length);
		}
		catch (SQLException ex) {
			throw new Failure(ex);
		}
	}

	/**
	 * Carries a fault of the database through the reader of the input.
	 */
	static final class Failure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final SQLException cause;

		private Failure(SQLException cause) {
			super(cause);
			this.cause = cause;
		}

		SQLException fault() {
			return this.cause;
		}

	}

}
