package dev.bulkcheckout.page;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import dev.bulkcheckout.cart.Outcome;
import dev.bulkcheckout.cart.RunId;
import dev.bulkcheckout.ledger.Runs;
import dev.bulkcheckout.report.Times;
import dev.bulkcheckout.report.page.CartFilter;
import dev.bulkcheckout.report.page.CartStory;
import dev.bulkcheckout.report.page.CartsView;
import dev.bulkcheckout.report.page.RunCarts;

/**
 * The carts of a run, and the story of one of them.
 */
@Controller
public class CartsController {

	private static final int CARTS_OF_A_PAGE = 50;

	private final Runs runs;

	private final RunCarts carts;

	private final InstantSource clock;

	private final ZoneId zone;

	/**
	 * Asks the given ledger.
	 * @param zone of the times that are shown
	 */
	public CartsController(Runs runs, RunCarts carts, InstantSource clock, ZoneId zone) {
		this.runs = runs;
		this.carts = carts;
		this.clock = clock;
		this.zone = zone;
	}

	@GetMapping("/runs/{run}/carts")
	String carts(@PathVariable long run, @RequestParam(defaultValue = "") String q,
			@RequestParam(defaultValue = "") String outcome, @RequestParam(defaultValue = "") String code,
			@RequestParam(defaultValue = "0") long after, Model model) {
		RunId id = new RunId(run);
		if (this.runs.find(id).isEmpty()) {
			throw new NoSuchRunException(id);
		}
		CartFilter filter = new CartFilter(q, outcome(outcome), code);
		model.addAttribute("view",
				new CartsView(id, filter, this.carts.find(id, filter, after, CARTS_OF_A_PAGE), after));
		addTimes(model);
		return "carts";
	}

	/** A name that is none finds all: somebody has changed the address. */
	private static @Nullable Outcome outcome(String name) {
		return Arrays.stream(Outcome.values()).filter((each) -> each.name().equals(name)).findFirst().orElse(null);
	}

	@GetMapping("/runs/{run}/carts/{line}")
	String cart(@PathVariable long run, @PathVariable long line, Model model) {
		RunId id = new RunId(run);
		CartStory story = this.carts.story(id, line).orElseThrow(() -> new NoSuchRunException(id, line));
		model.addAttribute("run", id);
		model.addAttribute("story", story);
		addTimes(model);
		return "cart";
	}

	private void addTimes(Model model) {
		Instant now = this.clock.instant();
		model.addAttribute("times", new Times(this.zone, now));
	}

}
