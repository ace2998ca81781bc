package dev.bulkcheckout.report.page;

/**
 * Who looks at the page, as far as its templates ask.
 *
 * @param mayAct whether buttons are shown
 * @param csrfName name of the field against forged requests; empty for who may not act
 * @param csrfToken its value
 */
public record Viewer(boolean mayAct, String csrfName, String csrfToken) {
}
