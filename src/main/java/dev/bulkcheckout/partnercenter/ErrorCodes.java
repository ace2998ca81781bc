package dev.bulkcheckout.partnercenter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.bulkcheckout.cart.Explanation;

import static dev.bulkcheckout.partnercenter.RetryRule.ALREADY_SUBMITTED;
import static dev.bulkcheckout.partnercenter.RetryRule.ASK_AGAIN_SLOWLY;
import static dev.bulkcheckout.partnercenter.RetryRule.ASK_AGAIN_THEN_REFUSE;
import static dev.bulkcheckout.partnercenter.RetryRule.ASK_ONCE_MORE_THEN_REFUSE;
import static dev.bulkcheckout.partnercenter.RetryRule.CUSTOMER_NOT_FOUND;
import static dev.bulkcheckout.partnercenter.RetryRule.IN_PROGRESS;
import static dev.bulkcheckout.partnercenter.RetryRule.LATER;
import static dev.bulkcheckout.partnercenter.RetryRule.LOOK_AND_ASK_AGAIN;
import static dev.bulkcheckout.partnercenter.RetryRule.LOOK_AND_ASK_ONCE_MORE;
import static dev.bulkcheckout.partnercenter.RetryRule.LOOK_THEN_REFUSE;
import static dev.bulkcheckout.partnercenter.RetryRule.NOT_YET;
import static dev.bulkcheckout.partnercenter.RetryRule.REFUSE;
import static dev.bulkcheckout.partnercenter.RetryRule.RENEW_TOKEN;
import static dev.bulkcheckout.partnercenter.RetryRule.STOP_CREDIT;
import static dev.bulkcheckout.partnercenter.RetryRule.STOP_SET_UP;

/**
 * The error codes that a checkout or an order read can meet. Source, where a row names no
 * other: "Partner Center REST error codes" (read 2026-11), a table that keeps growing:
 * codes that are not here go by their HTTP status. The treatment is our judgement.
 */
public final class ErrorCodes {

	private static final String PAGE = "Partner Center REST error codes";

	private static final String RESELLER = "Verify an indirect reseller's Microsoft Partner Agreement status";

	private static final String AUDIENCE = "Deprecation of the Azure AD Graph token";

	private static final String MFA = "tagydes.com, MFA enforcement of Partner Center APIs";

	private static final String NOTES = "community notes of June 2026; not Microsoft's";

	/** The cart may have been bought, or is being bought. */
	private static final List<List<ErrorCode>> UNDECIDED = List.of(//
			row(409, "800064", IN_PROGRESS, "another request is working on this cart",
					"look in Partner Center whether the cart became an order; if not, rerun"),
			row(409, "800060", IN_PROGRESS, "an order is in progress; see the order history after some minutes",
					"look at the customer's order history; if the order is not there, rerun"),
			row(400, "800065", ALREADY_SUBMITTED, "the cart was already submitted",
					"find the cart's orders in Partner Center; nothing is to be bought again"),
			row(500, "800005", LOOK_AND_ASK_AGAIN, "the order could not be created",
					"rerun: it asks for the same cart, which is bought once at the most"),
			row(500, "800003 900192", LOOK_AND_ASK_AGAIN, "unexpected fault of the service",
					"rerun: it asks for the same cart, which is bought once at the most"),
			row(501, "0", LOOK_AND_ASK_ONCE_MORE, "undefined exception of the service",
					"rerun: it asks for the same cart, which is bought once at the most"),
			row(500, "800031 800083 800084 800087", ASK_AGAIN_THEN_REFUSE,
					"the purchase system cannot take a line or its catalog entry",
					"rerun in some hours; if it stays so, build the cart line again from a current availability"),
			row(400, "4018", LOOK_THEN_REFUSE, "the order cannot be processed",
					"open the cart in Partner Center, build it again if nothing is wrong with it, then rerun"),
			row(400, "900143", ASK_ONCE_MORE_THEN_REFUSE, "the availabilities could not be loaded",
					"rerun in an hour; if it stays so, build the cart line again from a current availability"),
			row(409, "800082", ASK_AGAIN_SLOWLY, "a subscription that the cart needs is not ready yet",
					"rerun once the subscription that the cart builds upon is active"),
			row(404, "20000", NOT_YET, "no order of that id; a new one can take 15 minutes to appear",
					"look for the order in Partner Center after a quarter of an hour", NOTES));

	/** Wait for another day. */
	private static final List<List<ErrorCode>> WAITING = List.of(//
			row(403, "800073 800074", LATER, "the customer's account is under review, which takes some days",
					"rerun in some days; there is nothing to mend"),
			row(409, "800014", LATER, "an adjustment of this order is pending",
					"rerun once the pending adjustment has ended; there is nothing to mend"),
			row(409, "900112 900113 900114", LATER, "the customer's Azure upgrade is pending, running or has failed",
					"see the customer's Azure upgrade through in Partner Center, then rerun"),
			row(409, "900278", LATER, "another operation is pending, for up to 24 hours",
					"rerun tomorrow; there is nothing to mend"));

	/** The cart or its data. */
	private static final List<List<ErrorCode>> CART = List.of(//
			row(404, "800008", REFUSE, "the cart cannot be retrieved: unknown, another customer's, or perhaps expired",
					"build the cart again and put its new id into needs-attention.csv"),
			row(400, "800009", REFUSE, "lines of the cart are faulty; each line of the cart tells its error",
					"open the cart, mend or replace the lines that tell an error, then rerun"),
			row(400, "800002 3000 2000", REFUSE, "the input is not valid",
					"open the cart, correct what the description names, then rerun"),
			row(404, "400013 400018 1000", REFUSE, "product, SKU or thing not found",
					"build the cart again from a product and SKU of the current catalog"),
			row(404, "400019", REFUSE, "the availability is gone: build the cart line again with a current one",
					"build the cart line again from a current availability"),
			row(200, "400072", REFUSE, "the item is not available",
					"build the cart line again with an item that is offered now"),
			row(403, "2085 2091 800020 800028", REFUSE, "offer, item or term is no longer sold",
					"build the cart again with an offer and term of the current price list"),
			row(403, "2006 2030", REFUSE, "the partner may not sell this offer, or not in this country",
					"leave the cart out, or have a partner buy it who may sell the offer there"),
			row(400, "2012", REFUSE,
					"the ids of a subscription cannot be converted between Commerce and Microsoft Entra ID",
					"see that the subscription which a line refers to is there and active, then rerun"),
			row(400, "2100", REFUSE, "the item is not one of the offers that are bought in this way",
					"build the cart line again from a product and SKU of the current catalog"),
			row(400, "400056", REFUSE, "the catalog refuses the item",
					"build the cart line again from a product and SKU of the current catalog"),
			row(400, "800029", REFUSE, "the add-on does not belong to its parent",
					"build the add-on under the subscription that it belongs to"),
			row(400, "800086", REFUSE, "the customer's tenant lacks what the offer needs",
					"have the customer's tenant get what the offer requires, then rerun"),
			row(400, "800004 900142 900144", REFUSE,
					"offer id, catalog item id or provisioning SKU is missing or wrong",
					"build the cart line again with the catalog item id of a current availability"),
			row(400, "2002 800017 900275 800010", REFUSE, "the quantity is outside the limits or the inventory",
					"correct the quantity to one that the offer allows, then rerun"),
			row(400, "27006 27007", REFUSE, "use limit or promotion does not allow it",
					"take the promotion off the line, or leave the cart out"),
			row(400, "800011 800012 800013 800021 800030", REFUSE,
					"the subscription that a line refers to is not Azure, not active, not enabled, not valid or not registered",
					"see that the subscription which the line refers to is active, or refer to another, then rerun"),
			row(400, "800022 800024 800026 800062", REFUSE, "not eligible",
					"read the eligibility that the description names; leave the line out or build it for another offer"),
			row(400, "800070 900169", REFUSE, "country or currency does not fit",
					"build the cart again in the customer's country and currency"),
			row(400, "800121 800122 900268 900269 900270 900242 900245", REFUSE,
					"term, billing cycle or custom end date does not fit",
					"correct term, billing cycle or end date of the line, then rerun"),
			row(400, "900128 900129 900312 900313 900314 900315 900317 900318", REFUSE,
					"the context of an Azure plan or savings plan is wrong",
					"build the cart again with the Azure plan or savings plan that it is for"),
			row(400, "900203 900206", REFUSE, "an attestation is missing",
					"give the attestation that the offer demands in the cart, then rerun"),
			row(400, "900252 900253 900254", REFUSE, "purchase order papers are missing or wrong",
					"attach the purchase order papers that are asked for, then rerun"),
			row(404, "20003", REFUSE, "subscription not found",
					"refer to a subscription that the customer has, then rerun"));

	/** Customer, reseller and their limits. */
	private static final List<List<ErrorCode>> PARTIES = List.of(//
			row(404, "60003", CUSTOMER_NOT_FOUND, "the customer's tenant is not found",
					"see that the customer is there in Partner Center, then rerun"),
			row(403, "13605", REFUSE, "the customer has not accepted the customer agreement",
					"have the customer accept the Microsoft Customer Agreement, then rerun"),
			row(400, "2071 800016", REFUSE, "the reseller's or partner's id on the order is not valid",
					"correct the reseller's partner id in the cart, then rerun"),
			row(404, "2072 800015", REFUSE, "the reseller's or partner's id on the order is not found",
					"correct the reseller's partner id in the cart, then rerun"),
			row(400, "2200 2201 2202 2203 2204 2205 2206", REFUSE,
					"the reseller's id, region or agreement does not allow it",
					"see in Partner Center that the reseller's region fits and its agreement is signed, then rerun",
					RESELLER),
			row(403, "800066 800067 800068 800088 800089", REFUSE,
					"a limit on subscriptions, seats or assets; also seen for a wrong catalog item id",
					"see the catalog item id first; if it is right, have the limit raised or seats freed, then rerun"),
			row(400, "900419", REFUSE, "the customer's tenant has too many subscriptions",
					"end subscriptions that the customer no longer needs, then rerun", NOTES),
			row(403, "800069", REFUSE, "the risk check failed",
					"open a support request with the MS-CorrelationId; a repetition fails as well"),
			row(403, "800075", REFUSE, "the customer is not approved",
					"have the customer's account approved in Partner Center, then rerun"),
			row(403, "900416", REFUSE, "the customer is locked", "have the customer's account unlocked, then rerun",
					NOTES),
			row(403, "900123", REFUSE, "the reseller has not signed the partner agreement",
					"have the reseller sign the Microsoft Partner Agreement, then rerun"),
			row(403, "900323", REFUSE, "the partner of record differs from the Azure plan's",
					"build the cart with the Azure plan's partner of record"),
			row(403, "1002", REFUSE,
					"the authorization failed for this customer, by report while others are let through",
					"see that the relationship with the customer, and its roles, are in force, then rerun"),
			row(403, "20002 2032", REFUSE, "no commerce relationship with this customer, or no access to it",
					"have the customer accept the reseller relationship, then rerun"));

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
	public static List<ErrorCode> all() {
		return ALL;
	}

	/**
	 * The row of a code that came with a status; null if it is not known.
	 */
	public static @Nullable ErrorCode find(int status, @Nullable String code) {
		return (code != null) ? BY_KEY.get(new Key(status, code)) : null;
	}

	/**
	 * The row of a code that came without a status of its own, in a 2xx answer or for an
	 * order group; null if it is not known. Codes about tokens are left out: they are
	 * told by their status, and their numbers are too common.
	 */
	public static @Nullable ErrorCode find(@Nullable String code) {
		return ALL.stream()
			.filter((row) -> row.code().equals(code) && row.treatment() != RENEW_TOKEN)
			.findFirst()
			.orElse(null);
	}

	/**
	 * What a person is told of a code.
	 * @param status it came with; null where none is known
	 * @param code as text; null for an answer without one
	 * @return empty for a code that is not known
	 */
	public static Optional<Explanation> explain(@Nullable Integer status, @Nullable String code) {
		ErrorCode row = (status != null) ? find(status, code) : null;
		row = (row != null) ? row : find(code);
		return Optional.ofNullable(row).map((known) -> new Explanation(known.meaning(), known.advice()));
	}

	private static List<ErrorCode> row(int status, String codes, RetryRule treatment, String meaning, String advice) {
		return row(status, codes, treatment, meaning, advice, PAGE);
	}

	private static List<ErrorCode> row(int status, String codes, RetryRule treatment, String meaning, String advice,
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
