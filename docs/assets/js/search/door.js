/* What the theme's search box does not do itself: keeps the search to a shelf, leads to the page of all results, and lets
   other scripts ask the same worker. Fetched when the cursor is put into a box; until then partials/door.html stands for
   the worker. */
(function () {
  "use strict";
  if (globalThis.siteSearch) return;  // the page of all results asked for it before
  const {tell, hear, show} = globalThis.searchDoor;
  const replies = new Map();
  let asked = 0;
  hear(({type, data}) => {
    if ((type !== 7 && type !== 9) || !replies.has(data.id)) return;
    replies.get(data.id)(data);
    replies.delete(data.id);
  });
  const ask = (type, data) => new Promise((resolve) => {
    const id = ++asked;
    replies.set(id, resolve);
    tell({type, data: {...data, id}});
  });

  /** For other scripts: a page of results; where a typed number leads ("" if nowhere or not to one place). */
  globalThis.siteSearch = {
    wake: () => tell({type: 5}),
    page: (question) => ask(6, question),
    place: (text) => ask(8, {text}).then(({place}) => place || ""),
  };

  const box = document.querySelector(".md-search__form"), shelves = box && box.parentNode.querySelector("[data-shelves]");
  if (!box) return;
  const all = box.parentNode.querySelector(".sc-shelfbar__all"), results = new URL(all.href);
  const shelf = () => shelves.querySelector("input:checked").value;

  function leadOn() {
    const url = new URL(results), text = box.query.value.trim();
    if (text) url.searchParams.set("q", text);
    if (shelf() !== "all") url.searchParams.set("in", shelf());
    all.href = url;
  }
  function keepShelf() {
    const url = new URL(location.href);
    if (shelf() === "all") url.searchParams.delete("in"); else url.searchParams.set("in", shelf());
    history.replaceState(history.state, "", url);
    tell({type: 4, data: shelf()});
    leadOn();
  }
  /* The theme looks at the box when a key is let go: words that were pasted with a mouse, or spoken, would wait for one,
     as would those that came before this file. */
  const look = () => box.query.dispatchEvent(new Event("keyup"));
  box.query.addEventListener("input", () => {
    look();
    leadOn();
  });
  if (box.query.value) look();
  shelves.addEventListener("change", keepShelf);
  const given = new URL(location.href).searchParams.get("in"), chosen = given && shelves.querySelector(`input[value="${CSS.escape(given)}"]`);
  if (chosen) {
    chosen.checked = true;
    tell({type: 4, data: given});
  }
  leadOn();

  /* Let the theme make a list that nobody sees: what the browser has not run and drawn yet takes it three times as long,
     and now it waits for letters anyway. */
  function rehearse() {
    if (box.query.value) return;
    const hit = (n) => ({location: n ? `#${n}` : "", title: "A title", text: "<p>Some <mark>words</mark>.</p>", score: 2 - n / 2, terms: {words: true}});
    show({type: 3, data: {items: [0, 1, 2].map(() => [0, 1, 2, 3].map(hit))}});
    box.parentNode.querySelector(".md-search-result__list").getBoundingClientRect();
    show({type: 3, data: {items: []}});
  }
  setTimeout(rehearse);

  /* The theme closes the box on Tab and takes other keys for the question: the shelves are reached and moved by keys first. */
  addEventListener("keydown", (event) => {
    const {target, key} = event;
    if (!box.parentNode.contains(target)) return;
    const inShelves = target.closest(".sc-shelfbar");
    if (key === "Tab" || (inShelves && key !== "Escape")) event.stopImmediatePropagation();
  }, true);
  box.parentNode.addEventListener("focusout", ({relatedTarget}) => {
    const toggle = document.getElementById("__search");
    if (relatedTarget && !box.parentNode.contains(relatedTarget) && toggle.checked) toggle.click();
  });
})();
