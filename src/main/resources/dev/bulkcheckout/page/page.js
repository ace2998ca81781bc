// The page is whole without this: it asks in a dialog instead of on a page of its own, and says when it is not told anything any more.
"use strict";
(() => {
	const ask = document.getElementById("ask"), lost = document.getElementById("lost");
	const of = (root, selector) => [...root.querySelectorAll(selector)];

	// what is to have the focus on a page of its own is given it here, when the dialog is open
	document.addEventListener("htmx:beforeSwap", (e) => {
		if (e.target === ask) e.detail.serverResponse = e.detail.serverResponse.replaceAll(" autofocus", "");
	});
	document.addEventListener("htmx:afterSettle", (e) => {
		if (e.target !== ask) return;
		if (!ask.open) ask.showModal();
		ask.querySelector(".leave").focus();
		count();
	});
	// the link of "Leave it" leads to the run where there is no dialog
	ask.addEventListener("click", (e) => {
		if (e.target.closest(".leave")) {
			e.preventDefault();
			ask.close();
		}
	});
	ask.addEventListener("change", () => count());
	// how many carts the ticked outcomes are, and the command that takes them
	const count = () => {
		const sum = ask.querySelector("[data-sum]");
		if (!sum) return;
		const ticked = of(ask, "[data-carts]:checked"), all = ticked.reduce((carts, box) => carts + +box.dataset.carts, 0);
		sum.textContent = all.toLocaleString("en");
		ask.querySelector("[data-outcomes]").textContent = ticked.map((box) => box.value.toLowerCase().replace("_", "-")).join(",");
		ask.querySelector(".go").disabled = all === 0 || !ask.querySelector("[data-arms]").checked;
	};

	// nothing is replaced that has the focus: what is to be fetched again is, when the focus leaves it
	let stale = null;
	document.addEventListener("htmx:beforeRequest", (e) => {
		const all = e.detail.elt;
		if (all.id !== "all" || !all.contains(document.activeElement)) return;
		e.preventDefault();
		stale = all;
	});
	document.addEventListener("focusout", () => setTimeout(() => {
		if (!stale || stale.contains(document.activeElement)) return;
		const all = stale;
		stale = null;
		htmx.trigger(all, "stale");
	}));
	let news = Date.now();
	document.addEventListener("htmx:sseBeforeMessage", (e) => {
		news = Date.now();
		if (e.target.contains(document.activeElement)) e.preventDefault();
	});

	const say = (what, signIn) => {
		const [when, next] = of(lost, "span");
		lost.querySelector("b").textContent = what;
		when.textContent = new Date(news + lost.dataset.zone * 1000).toISOString().slice(11, 19);
		next.hidden = signIn;
		lost.querySelector("a").hidden = !signIn;
		lost.hidden = false;
	};
	// a connection that ends in good order is there again at once
	let losing = null, away = "";
	const told = () => {
		clearTimeout(losing);
		losing = null;
		if (away) say(away + ".", false);
		else lost.hidden = true;
	};
	document.addEventListener("htmx:sseError", (e) => {
		losing ??= setTimeout(() => say("The connection to bulk-checkout is lost.", false), 4000);
		// it answers, but not with news: perhaps it was started again, and knows nobody
		if (e.detail.source.readyState === EventSource.CLOSED) fetch("/api/openapi.yaml", { method: "HEAD" })
			.then((answer) => {
				if (answer.status !== 401) return;
				clearTimeout(losing);
				say("bulk-checkout is there again, and you are signed out.", true);
			}, () => {});
	});
	document.addEventListener("htmx:sseOpen", (e) => {
		away = "";
		told();
		e.detail.source.addEventListener("away", (message) => {
			away = message.data;
			told();
		});
	});
})();
