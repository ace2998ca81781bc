package dev.bulkcheckout.report;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpreadsheetCellTests {

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+49 30 1", "-nO_1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "\u00A0=1",
			"\uFEFF=1", "\"=1", "'=1", "' \"@x", "\uFF1D1", "-1+1", "--1", "-1e5", "-", "-1234567890123456", "-1.",
			"+1", "-a\nb", "-1\n" })
	void formulaIsDefusedAndComesBackWhole(String text) {
		String cell = SpreadsheetCell.defused(text);
		assertThat(cell).isEqualTo("'" + text);
		assertThat(SpreadsheetCell.original(cell)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a=1", "0", "-5", "-5.25", "-123456789012345", "_nO-1", "'quoted' text", "\"x\"",
			"it's", "1-1", "ünï", "a0000000-0000-0000-0000-00000000000a" })
	void anyOtherTextStaysAsItIs(String text) {
		assertThat(SpreadsheetCell.defused(text)).isEqualTo(text);
		assertThat(SpreadsheetCell.original(text)).isEqualTo(text);
	}

}
