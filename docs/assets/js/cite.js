/* Answers for a citation: on /cite/ for what is typed or came as ?q=, on the page of lost addresses for the address.
   What a text may mean, labels.js decides; this file only fetches the map and says the answer. */
(function () {
  "use strict";
  const {resolve, atlas, titled} = globalThis.manualLabels;
  const answer = document.querySelector(".sc-answer");
  if (!answer) return;
  const root = new URL(answer.dataset.root, location.href);
  const form = document.querySelector(".sc-find");

  let asked;
  function map() {
    asked = asked || fetch(new URL(answer.dataset.map, location.href)).then((reply) => reply.json()).then(atlas);
    return asked;
  }

  /* ---- Saying ---------------------------------------------------------------------------------------------------- */

  function make(tag, of, ...children) {
    const element = Object.assign(document.createElement(tag), of);
    element.append(...children);
    return element;
  }
  const link = (place) => make("a", {href: new URL(place.url, root)}, named(place.label, place.title));
  /* "Section C5.1. Letter of Request Submissions", "Chapter 5: Case Development"; some titles only repeat the number. */
  function named(label, title) {
    const name = titled(label);
    return !title || title === name ? name : name + (name.endsWith(".") ? " " : ": ") + title;
  }
  const sentence = (...words) => make("p", {}, ...words);
  const closed = (title) => (/[.?!]$/.test(title) ? "" : ".");  // after a link that ends a sentence

  function away({label, official}) {
    return make("a", {href: official, rel: "external"}, `Official address of ${titled(label)}`);
  }

  function missing(number) {
    const {label, title, nearest, now, gone, official} = number;
    const name = titled(label), lines = [];
    if (gone) lines.push(sentence(`${name} was taken back. `, ...(now ? ["What it said is now in ", link(now), closed(now.title || titled(now.label))] : [])));
    else if (title) lines.push(sentence(`${named(label, title)} is not in this edition yet.`));
    else lines.push(sentence(`${name} is not in this edition.`));
    if (nearest && !now) lines.at(-1).append(" The nearest is ", link(nearest), closed(nearest.title || titled(nearest.label)));
    if (!nearest && !official) lines.at(-1).append(" We know of no such chapter or appendix.");
    if (official) lines.push(make("p", {className: "sc-answer__away"}, away(number)));
    return lines;
  }

  function say({found, missing: absent}, lead) {
    const lines = [];
    if (found.length) {
      lines.push(sentence(lead || (found.length > 1 ? "This may mean:" : absent.length ? "This edition holds:" : "Found:")));
      lines.push(make("ul", {className: "sc-answer__found"}, ...found.map((place) => make("li", {}, link(place)))));
    } else if (lead) lines.push(sentence(lead));
    answer.replaceChildren(...lines, ...absent.flatMap(missing));
  }

  function nothing(text) {
    const search = new URL("search/", root);
    search.searchParams.set("q", text);
    answer.replaceChildren(sentence("We can read no number of the manual in this. ",
      make("a", {href: search}, "Search the site for these words"), "."));
  }

  /* ---- On /cite/ ------------------------------------------------------------------------------------------------- */

  function show(text) {
    return map().then((places) => {
      const result = resolve(text, places);
      if (!text.trim()) answer.replaceChildren();
      else if (result.found.length || result.missing.length) say(result);
      else nothing(text);
      return result;
    }, () => answer.replaceChildren(sentence("The list of numbers could not be loaded. The list below leads to every section.")));
  }

  function atBox() {
    const box = form.q, here = new URL(location.href);
    const given = (here.searchParams.get("q") || "") + (here.searchParams.has("q") ? here.hash : "");  // an address may bring its "#"
    let pause;
    const keep = (text) => history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
    box.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => show(box.value), 200);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      show(box.value).then((result) => {
        if (result && result.straight) location.assign(new URL(result.straight.url, root));
        else keep(box.value);
      });
    });
    if (given) {
      keep("");  // until the theme has looked for words to search
      box.value = given;
      show(given).then((result) => {
        if (result && result.straight) location.replace(new URL(result.straight.url, root));
        else if (document.readyState === "complete") keep(given);
        else addEventListener("load", () => keep(given));
      });
    } else if (matchMedia("(pointer: fine)").matches && !here.hash) box.focus({preventScroll: true});
  }

  /* ---- On the page of lost addresses ------------------------------------------------------------------------------ */

  function atLostAddress() {
    const lost = location.pathname + location.hash;
    if (!globalThis.manualLabels.readings(lost).length) return;
    map().then((places) => {
      const result = resolve(lost, places);
      if (result.found.length) say(result, "The address holds a number of the manual. Perhaps you meant:");
      else if (result.missing.length) say(result, "The address holds a number of the manual.");
    }, () => {});
  }

  if (form) atBox(); else atLostAddress();
})();
