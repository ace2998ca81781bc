// The page is whole without this: it adds copying, filtering, paging and reading the time line.
"use strict";
(() => {
	const all = (selector, root = document) => [...root.querySelectorAll(selector)];
	const byId = (id) => document.getElementById(id);
	all("[data-js]").forEach((e) => e.hidden = false);

	const copy = (text) => navigator.clipboard && isSecureContext ? navigator.clipboard.writeText(text)
		: new Promise((done, refused) => {
			const area = document.createElement("textarea");
			area.value = text;
			document.body.append(area);
			area.select();
			document.execCommand("copy") ? done() : refused();
			area.remove();
		});
	document.addEventListener("click", (e) => {
		const button = e.target.closest("[data-copy]");
		if (!button || button.disabled) return;
		const label = button.textContent;
		button.disabled = true;
		copy(byId(button.dataset.copy).textContent.trim()).then(() => "Copied", () => "Select it").then((said) => {
			button.textContent = byId("live").textContent = said;
			setTimeout(() => { button.textContent = label; button.disabled = false; }, 1500);
		});
	});

	all("table[data-page]").forEach((table) => {
		const rows = all("tbody tr", table), size = +table.dataset.page, tools = byId(table.id + "-t"), pages = byId(table.id + "-p");
		const words = rows.map((row) => row.textContent.toLowerCase()), query = tools.querySelector("input");
		const [back, next] = all("button", pages), filters = all("[data-f]", tools);
		let page = 0, outcome = "";
		tools.hidden = pages.hidden = rows.length <= size;
		const show = () => {
			const word = query.value.trim().toLowerCase();
			const fit = rows.filter((row, i) => (!outcome || row.dataset.o === outcome) && words[i].includes(word));
			const last = Math.max(0, Math.ceil(fit.length / size) - 1);
			page = Math.min(page, last);
			rows.forEach((row) => row.hidden = true);
			fit.slice(page * size, page * size + size).forEach((row) => row.hidden = false);
			pages.querySelector("span").textContent = fit.length
				? `${page * size + 1} to ${Math.min(fit.length, page * size + size)} of ${fit.length} shown here` : "nothing fits";
			back.disabled = page === 0;
			next.disabled = page === last;
		};
		query.oninput = () => { page = 0; show(); };
		back.onclick = () => { page--; show(); };
		next.onclick = () => { page++; show(); };
		filters.forEach((filter) => filter.onclick = () => {
			outcome = filter.dataset.f;
			page = 0;
			filters.forEach((other) => other.setAttribute("aria-pressed", other === filter));
			show();
		});
		show();
	});

	const line = byId("tl");
	if (line) {
		const data = JSON.parse(byId("data").textContent), cross = line.querySelector(".cross"), plot = line.querySelector("[data-plot]");
		let slot = -1;
		const read = (to) => {
			slot = Math.max(0, Math.min(data.s.length - 1, to));
			const place = plot.getBoundingClientRect();
			cross.hidden = false;
			cross.style.left = place.left - line.getBoundingClientRect().left + place.width * (slot + .5) / data.s.length + "px";
			const time = new Date(data.t0 + slot * data.w * 1000).toISOString().slice(11, 19);
			const within = data.l[Math.floor(slot * data.w / data.lw)];
			byId("read").textContent = `${time}: ${data.s[slot].toFixed(1)} a second`
				+ (within ? `, half within ${within[0]} ms, 95 % ${within[1]} ms, 99 % ${within[2]} ms` : "");
		};
		line.addEventListener("pointermove", (e) => {
			const place = plot.getBoundingClientRect(), share = (e.clientX - place.left) / place.width;
			if (share >= 0 && share < 1) read(Math.floor(share * data.s.length));
		});
		line.addEventListener("pointerleave", () => { cross.hidden = true; byId("read").textContent = ""; });
		line.tabIndex = 0;
		line.addEventListener("keydown", (e) => {
			const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
			if (step) { e.preventDefault(); read(slot + step); }
		});
	}
	addEventListener("beforeprint", () => all("#causes details").forEach((d) => d.open = true));
})();
