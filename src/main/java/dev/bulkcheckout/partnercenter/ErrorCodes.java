package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import static dev.bulkcheckout.partnercenter.Treatment.ALREADY_SUBMITTED;
import static dev.bulkcheckout.partnercenter.Treatment.ASK_AGAIN_SLOWLY;
import static dev.bulkcheckout.partnercenter.Treatment.ASK_AGAIN_THEN_REFUSE;
import static dev.bulkcheckout.partnercenter.Treatment.ASK_ONCE_MORE_THEN_REFUSE;
import static dev.bulkcheckout.partnercenter.Treatment.IN_PROGRESS;
import static dev.bulkcheckout.partnercenter.Treatment.LATER;
import static dev.bulkcheckout.partnercenter.Treatment.LOOK_AND_ASK_AGAIN;
import static dev.bulkcheckout.partnercenter.Treatment.LOOK_AND_ASK_ONCE_MORE;
import static dev.bulkcheckout.partnercenter.Treatment.LOOK_THEN_REFUSE;
import static dev.bulkcheckout.partnercenter.Treatment.NOT_YET;
import static dev.bulkcheckout.partnercenter.Treatment.REFUSE;
import static dev.bulkcheckout.partnercenter.Treatment.RENEW_TOKEN;
import static dev.bulkcheckout.partnercenter.Treatment.STOP_CREDIT;
import static dev.bulkcheckout.partnercenter.Treatment.STOP_SET_UP;

/**
 * The error codes that a checkout or an order read can meet. Source, where a row names no
 * other: "Partner Center REST error codes" (read 2026-11), a table that keeps growing:
 * codes that are not here go by their HTTP status. The treatment is our judgement.
 */
final class ErrorCodes {

	private static final String PAGE = "Partner Center REST error codes";

	private static final String RESELLER = "Verify an indirect reseller's Microsoft Partner Agreement status";

	private static final String AUDIENCE = "Deprecation of the Azure AD Graph token";

	private static final String MFA = "tagydes.com, MFA enforcement of Partner Center APIs";

	private static final String NOTES = "community notes of June 2026; not Microsoft's";

	/** The cart may have been bought, or is being bought. */
	private static final List<List<ErrorCode>> UNDECIDED = List.of(//
			row(409, "800064", IN_PROGRESS, "another request is working on this cart"),
			row(409, "800060", IN_PROGRESS, "an order is in progress; see the order history after some minutes"),
			row(400, "800065", ALREADY_SUBMITTED, "the cart was already submitted"),
			row(500, "800005", LOOK_AND_ASK_AGAIN, "the order could not be created"),
			row(500, "800003 900192", LOOK_AND_ASK_AGAIN, "unexpected fault of the service"),
			row(501, "0", LOOK_AND_ASK_ONCE_MORE, "undefined exception of the service"),
			row(500, "800031 800083 800084 800087", ASK_AGAIN_THEN_REFUSE,
					"the purchase system cannot take a line or its catalog entry"),
			row(400, "4018", LOOK_THEN_REFUSE, "the order cannot be processed"),
			row(400, "900143", ASK_ONCE_MORE_THEN_REFUSE, "the availabilities could not be loaded"),
			row(409, "800082", ASK_AGAIN_SLOWLY, "a subscription that the cart needs is not ready yet"),
			row(404, "20000", NOT_YET, "no order of that id; a new one can take 15 minutes to appear", "", NOTES));

	/** Wait for another day. */
	private static final List<List<ErrorCode>> WAITING = List.of(//
			row(403, "800073 800074", LATER, "the customer's account is under review, which takes some days"),
			row(409, "800014", LATER, "an adjustment of this order is pending"),
			row(409, "900112 900113 900114", LATER, "the customer's Azure upgrade is pending, running or has failed"),
			row(409, "900278", LATER, "another operation is pending, for up to 24 hours"));

	/** The cart or its data. */
	private static final List<List<ErrorCode>> CART = List.of(//
			row(404, "800008", REFUSE, "the cart cannot be retrieved: unknown, another customer's, or perhaps expired"),
			row(400, "800009", REFUSE, "lines of the cart are faulty; each line of the cart tells its error"),
			row(400, "800002 3000 2000", REFUSE, "the input is not valid"),
			row(404, "400013 400018 60003 1000", REFUSE, "product, SKU, tenant or thing not found"),
			row(404, "400019", REFUSE, "the availability is gone: build the cart line again with a current one"),
			row(200, "400072", REFUSE, "the item is not available"),
			row(403, "2085 2091 800020 800028", REFUSE, "offer, item or term is no longer sold"),
			row(403, "2006 2030", REFUSE, "the partner may not sell this offer, or not in this country"),
			row(400, "800029", REFUSE, "the add-on does not belong to its parent"),
			row(400, "800086", REFUSE, "the customer's tenant lacks what the offer needs"),
			row(400, "800004 900142 900144", REFUSE,
					"offer id, catalog item id or provisioning SKU is missing or wrong"),
			row(400, "2002 800017 900275 800010", REFUSE, "the quantity is outside the limits or the inventory"),
			row(400, "27006 27007", REFUSE, "use limit or promotion does not allow it"),
			row(400, "800011 800012 800013 800021 800030", REFUSE,
					"the subscription that a line refers to is not Azure, not active, not enabled, not valid or not registered"),
			row(400, "800022 800024 800026 800062", REFUSE, "not eligible"),
			row(400, "800070 900169", REFUSE, "country or currency does not fit"),
			row(400, "800121 800122 900268 900269 900270 900242 900245", REFUSE,
					"term, billing cycle or custom end date does not fit"),
			row(400, "900128 900129 900312 900313 900314 900315 900317 900318", REFUSE,
					"the context of an Azure plan or savings plan is wrong"),
			row(400, "900203 900206", REFUSE, "an attestation is missing"),
			row(400, "900252 900253 900254", REFUSE, "purchase order papers are missing or wrong"),
			row(404, "20003", REFUSE, "subscription not found"));

	/** Customer, reseller and their limits. */
	private static final List<List<ErrorCode>> PARTIES = List.of(//
			row(403, "13605", REFUSE, "the customer has not accepted the customer agreement"),
			row(400, "2071 800016", REFUSE, "the reseller's or partner's id on the order is not valid"),
			row(404, "2072 800015", REFUSE, "the reseller's or partner's id on the order is not found"),
			row(400, "2200 2201 2202 2203 2204 2205 2206", REFUSE,
					"the reseller's id, region or agreement does not allow it", "", RESELLER),
			row(403, "800066 800067 800068 800088 800089", REFUSE,
					"a limit on subscriptions, seats or assets; also seen for a wrong catalog item id"),
			row(400, "900419", REFUSE, "the customer's tenant has too many subscriptions", "", NOTES),
			row(403, "800069", REFUSE, "the risk check failed"),
			row(403, "800075", REFUSE, "the customer is not approved"),
			row(403, "900416", REFUSE, "the customer is locked", "", NOTES),
			row(403, "900123", REFUSE, "the reseller has not signed the partner agreement"),
			row(403, "900323", REFUSE, "the partner of record differs from the Azure plan's"),
			row(403, "20002 2032", REFUSE, "no commerce relationship with this customer, or no access to it"));

	/** No later cart would fare better. */
	private static final List<List<ErrorCode>> STOPPING = List.of(//
			row(400, "800018 900116 900127", STOP_SET_UP, "limit of the sandbox, or not offered in it",
					"free the sandbox's limits, or use the production tenant's credentials"),
			row(403, "900322", STOP_SET_UP, "not offered in the sandbox", "use the production tenant's credentials"),
			row(403, "800023", STOP_CREDIT, "the credit line is too low",
					"have the partner's credit line raised or an invoice paid, then restart the run"),
			row(400, "800025", STOP_CREDIT, "the credit line is too low",
					"have the partner's credit line raised or an invoice paid, then restart the run"),
			row(403, "900121", STOP_CREDIT, "the credit limit is reached",
					"have the partner's credit line raised or an invoice paid, then restart the run"),
			row(403, "800039 900149", STOP_SET_UP, "the status of the partner's programme is not active",
					"have the partner's programme membership made active"),
			row(403, "900124", STOP_SET_UP, "the partner has not signed the Microsoft Partner Agreement",
					"have it signed in Partner Center"),
			row(403, "900150 900308", STOP_SET_UP, "the role lacks the right to buy",
					"give the user the Admin agent role, or the application its consent"),
			row(401, "400 800001", RENEW_TOKEN, "access denied, or no partner token",
					"check tenant, client id and secret or certificate, and that the application may use Partner Center"),
			row(401, "900420", STOP_SET_UP, "the token is for the retired audience graph.windows.net",
					"set PARTNER_CENTER_RESOURCE to Partner Center's own", AUDIENCE),
			row(401, "900421", STOP_SET_UP, "the App+User token shows no multi-factor sign-in",
					"give the consent again as a user with multi-factor authentication", MFA),
			row(403, "900309", STOP_SET_UP, "Conditional Access refused the token",
					"have the tenant's Conditional Access policies allow the application"),
			row(403, "90000", STOP_SET_UP, "Entra refused the token",
					"look at the tenant's sign-in log for this application", NOTES),
			row(403, "900329", STOP_SET_UP, "an App-only token where App+User is needed",
					"set PARTNER_CENTER_REFRESH_TOKEN_FILE to use App+User"));

	private static final List<ErrorCode> ALL = Stream.of(UNDECIDED, WAITING, CART, PARTIES, STOPPING)
		.flatMap(List::stream)
		.flatMap(List::stream)
		.toList();

	private static final Map<Key, ErrorCode> BY_KEY = ALL.stream()
		.collect(Collectors.toUnmodifiableMap((row) -> new Key(row.status(), row.code()), Function.identity()));

	private ErrorCodes() {
	}

	/**
	 * Every row; no status and code come twice.
	 */
	static List<ErrorCode> all() {
		return ALL;
	}

	/**
	 * The row of a code that came with a status; null if it is not known.
	 */
	static @Nullable ErrorCode find(int status, @Nullable String code) {
		return (code != null) ? BY_KEY.get(new Key(status, code)) : null;
	}

	/**
	 * The row of a code that came without a status of its own, in a 2xx answer or for an
	 * order group; null if it is not known. Codes about tokens are left out: they are
	 * told by their status, and their numbers are too common.
	 */
	static @Nullable ErrorCode find(@Nullable String code) {
		return ALL.stream()
			.filter((row) -> row.code().equals(code) && row.treatment() != RENEW_TOKEN)
			.findFirst()
			.orElse(null);
	}

	private static List<ErrorCode> row(int status, String codes, Treatment treatment, String meaning) {
		return row(status, codes, treatment, meaning, "");
	}

	private static List<ErrorCode> row(int status, String codes, Treatment treatment, String meaning, String advice) {
		return row(status, codes, treatment, meaning, advice, PAGE);
	}

	private static List<ErrorCode> row(int status, String codes, Treatment treatment, String meaning, String advice,
			String source) {
		List<ErrorCode> rows = new ArrayList<>();
		for (String code : codes.split(" ", -1)) {
			rows.add(new ErrorCode(status, code, treatment, meaning, advice, source));
		}
		return rows;
	}

	private record Key(int status, String code) {
	}

}
