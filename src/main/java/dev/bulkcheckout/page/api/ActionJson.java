package dev.bulkcheckout.page.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.bulkcheckout.action.Question;
import dev.bulkcheckout.action.UploadedFile;
import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.ActionKind;
import dev.bulkcheckout.ledger.ActionRequest;
import dev.bulkcheckout.ledger.PageAction;
import dev.bulkcheckout.report.Purchase;
import dev.bulkcheckout.report.page.CartPage;

/**
 * What the API answers beside runs, as the OpenAPI document says; times and nulls as in
 * {@link dev.bulkcheckout.report.RunJson}.
 */
final class ActionJson {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
		.withZone(ZoneOffset.UTC);

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private ActionJson() {
	}

	/**
	 * What was accepted: nothing in it changes, so that the same request gets the same
	 * answer.
	 */
	static String accepted(PageAction action) {
		return text(request(action).put("says",
				(action.request().kind() == ActionKind.STOP) ? action.says() : "it is done as soon as it can be"));
	}

	static String action(PageAction action) {
		return text(whole(action));
	}

	static String actions(List<PageAction> actions) {
		ArrayNode array = NODES.arrayNode();
		actions.forEach((action) -> array.add(whole(action)));
		return text(array);
	}

	private static ObjectNode whole(PageAction action) {
		return request(action).put("says", action.says())
			.put("state", action.state())
			.put("begunAt", time(action.begunAt()))
			.put("begunBy", action.begunBy())
			.put("worksOn", number(action.worksOn()))
			.put("endedAt", time(action.endedAt()))
			.put("exitCode", action.exitCode())
			.put("takenBackBy", action.takenBackBy());
	}

	private static ObjectNode request(PageAction action) {
		ActionRequest request = action.request();
		ActionRequest.Input input = request.input();
		ObjectNode node = NODES.objectNode()
			.put("action", action.id())
			.put("kind", request.kind().name())
			.put("by", request.by())
			.put("at", time(action.askedAt()))
			.put("run", number(request.run()))
			.put("job", request.job())
			.put("rehearsal", request.rehearsal())
			.put("input", (input != null) ? input.name() : null)
			.put("sha256", (input != null) ? input.sha256() : null)
			.put("carts", request.carts());
		ArrayNode outcomes = node.putArray("outcomes");
		request.outcomes().stream().sorted().map(Outcome::name).forEach(outcomes::add);
		return node;
	}

	static String question(Question question) {
		ObjectNode node = NODES.objectNode()
			.put("kind", question.kind().name())
			.put("run", number(question.run()))
			.put("job", question.job())
			.put("rehearsal", question.rehearsal())
			.put("buys", question.buys())
			.put("carts", question.carts())
			.put("says", question.says())
			.put("command", question.command());
		put(node, question.purchase());
		return text(node);
	}

	private static void put(ObjectNode node, @Nullable Purchase purchase) {
		if (purchase == null) {
			node.putNull("outcomes").putNull("money").putNull("unpriced");
			return;
		}
		ObjectNode outcomes = node.putObject("outcomes");
		new TreeMap<>(purchase.outcomes()).forEach((outcome, carts) -> outcomes.put(outcome.name(), carts));
		ArrayNode money = node.putArray("money");
		purchase.money()
			.forEach((each) -> money.addObject().put("currency", each.currency()).put("total", each.total()));
		node.put("unpriced", purchase.unpriced());
	}

	static String upload(UploadedFile file) {
		ObjectNode node = NODES.objectNode()
			.put("upload", file.sha256())
			.put("name", file.name())
			.put("job", file.job())
			.put("rows", file.rows())
			.put("carts", file.carts())
			.put("rejected", file.rejected())
			.put("notice", file.notice());
		ArrayNode refused = node.putArray("refused");
		file.refused().forEach((row) -> refused.addObject().put("line", row.line()).put("reason", row.reason()));
		return text(node.put("moreRefused", file.rejected() - file.refused().size()));
	}

	static String carts(CartPage page) {
		ArrayNode array = NODES.arrayNode();
		page.carts()
			.forEach((cart) -> array.addObject()
				.put("line", cart.line())
				.put("customer", cart.customer())
				.put("cart", cart.cart())
				.put("outcome", cart.outcome().name())
				.put("order", cart.order())
				.put("httpStatus", cart.httpStatus())
				.put("code", cart.code())
				.put("said", cart.why())
				.put("attempts", cart.attempts())
				.put("settledAt", time(cart.settledAt())));
		return text(array);
	}

	private static String text(tools.jackson.databind.JsonNode node) {
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
	}

	private static @Nullable Long number(@Nullable RunId run) {
		return (run != null) ? run.value() : null;
	}

	private static @Nullable String time(@Nullable Instant time) {
		return (time != null) ? TIME.format(time) : null;
	}

}
