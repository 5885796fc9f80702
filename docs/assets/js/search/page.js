/* The page of all results: what is asked stands in the address, as ?q= and ?in=. */
(function () {
  "use strict";
  const form = document.querySelector(".sc-results-form"), list = document.querySelector(".sc-results");
  const said = document.querySelector(".sc-results__said"), more = document.querySelector(".sc-results__more");
  const root = new URL(list.dataset.root, location.href), NAMES = {samm: "SAMM", guide: "Guide", programs: "Programmes", news: "News", other: "Site"};
  const shelf = () => form.querySelector("[data-shelves] input:checked").value;
  const address = () => {
    const url = new URL(location.pathname, location.href), text = form.q.value.trim();
    if (text) url.searchParams.set("q", text);
    if (shelf() !== "all") url.searchParams.set("in", shelf());
    return url;
  };

  /* The theme would open its own box for ?q=: it must not see it. */
  const given = new URL(location.href).searchParams;
  history.replaceState(null, "", location.pathname);
  addEventListener("load", () => history.replaceState(null, "", address()));

  let turn = 0, shown = 0;
  function make(tag, of, ...children) {
    const element = Object.assign(document.createElement(tag), of);
    element.append(...children);
    return element;
  }
  function item({url, at, pageTitle, name, shelf: on, html}, highlight) {
    const to = new URL(url, root);
    if (highlight) to.searchParams.set("h", highlight);
    const where = url === at ? NAMES[on] : `${NAMES[on]} · ${pageTitle}`;
    return make("li", {}, make("p", {className: "sc-results__where", textContent: where}),
      make("h2", {}, make("a", {href: to, textContent: name})), make("p", {className: "sc-results__text", innerHTML: html}));
  }
  const plural = (n) => `${n.toLocaleString("en")} ${n === 1 ? "result" : "results"}`;

  async function show(from) {
    const text = form.q.value.trim(), mine = ++turn;
    if (!text) {
      list.replaceChildren();
      said.textContent = "";
      more.hidden = true;
      form.querySelectorAll(".sc-shelves__n").forEach((count) => { count.textContent = ""; });
      return;
    }
    if (!from) said.textContent = "Searching …";
    const found = await globalThis.siteSearch.page({text, facet: shelf(), from});
    if (mine !== turn) return;
    if (found.failed) {
      said.textContent = "The search could not be loaded. Try again when the line is better.";
      return;
    }
    const items = found.hits.map((hit) => item(hit, found.highlight));
    if (from) list.append(...items); else list.replaceChildren(...items);
    shown = from + items.length;
    more.hidden = shown >= found.total;
    const mended = Object.entries(found.mended).map(([typed, meant]) => `“${typed}” stands nowhere; we looked for “${meant}”. `).join("");
    said.textContent = mended + (found.total ? `${plural(found.total)} for “${text}”.` : `Nothing found for “${text}”. Try fewer or other words.`);
    form.querySelectorAll("[data-shelves] input").forEach((input) => {
      input.parentNode.querySelector(".sc-shelves__n").textContent = ` ${(found.counts[input.value] || 0).toLocaleString("en")}`;
    });
    if (from) items[0].querySelector("a").focus();
  }

  function ask() {
    history.replaceState(null, "", address());
    return show(0);
  }
  let pause;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    ask();
  });
  form.q.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 250);
  });
  form.querySelector("[data-shelves]").addEventListener("change", ask);
  more.addEventListener("click", () => show(shown));

  const chosen = given.get("in") && form.querySelector(`[data-shelves] input[value="${CSS.escape(given.get("in"))}"]`);
  if (chosen) chosen.checked = true;
  form.q.value = given.get("q") || "";
  addEventListener("DOMContentLoaded", () => {
    globalThis.siteSearch.wake();
    if (form.q.value) show(0);
    else if (matchMedia("(pointer: fine)").matches) form.q.focus({preventScroll: true});
  });
})();
