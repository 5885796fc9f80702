/* What the search says: numbers of the manual first, then documents by rank, as groups for the theme's box or as a page
   of results. Needs the head of the index and a way to get its other files. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) {
    module.exports = make(require("../labels.js"), require("./words.js"), require("./engine.js"), require("./ranking.js"));
  } else root.searchAnswers = make(root.manualLabels, root.searchWords, root.searchEngine, root.searchRanking);
})(globalThis, function (labels, words, engine, ranking) {
  "use strict";

  const BOX = 10, PAGE = 20, NUMBERS = 8;  // hits shown at once
  const SNIPPET = 220;  // characters
  const SHELVES = {all: null, guide: ["guide"], samm: ["samm"], programs: ["programs"], news: ["news"]};

  const escaped = (text) => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

  function answers(head, get) {
    const index = engine.open(head, get), synonyms = ranking.synonyms(head);
    const parts = new Set(head.parts.split(" ")), shelfOf = [];
    for (const [shelf, count] of head.facets) for (let i = 0; i < count; i++) shelfOf.push(shelf);
    const on = (facet) => (SHELVES[facet] ? (doc) => SHELVES[facet].includes(shelfOf[doc]) : () => true);

    /* ---- Numbers of the manual ------------------------------------------------------------------------------------- */

    /* The places that a text names: [{doc, url, label, title}], in full or, where no such number is, those it begins. */
    async function numbers(text) {
      const read = labels.readings(text);
      const wanted = [...new Set(read.map(({label}) => label.split(".")[0]))].filter((part) => parts.has(part));
      if (!wanted.length) return {places: [], only: false};
      const pages = (await Promise.all(wanted.map((part) => get("n" + part)))).flatMap((part) => Object.entries(part));
      const all = pages.flatMap(([page, [first, ids]]) => Object.entries(ids).map(([id, title], n) =>
        ({doc: first + n, label: id.replace(/-\d+$/, ""), title, url: n || !labels.isSection(id) ? `${page}#${id}` : page})));
      const named = (label) => all.filter((place) => place.label === label);
      const begun = (label) => all.filter((place) => place.label.startsWith(label + ".") || (/\.[TF]\d+$/.test(label) && /^[A-Z]?$/.test(place.label.slice(label.length)) && place.label.startsWith(label)));
      let places = read.flatMap(({label}) => named(label));
      const only = labels.isNumber(text);
      if (only) places = [...places, ...read.flatMap(({label}) => begun(label))];
      const seen = new Set();
      return {places: places.filter(({url}) => !seen.has(url) && seen.add(url)).slice(0, NUMBERS), only};
    }

    /** Where a typed number leads without a question, or null. */
    async function place(text) {
      if (!labels.isNumber(text)) return null;
      const {places} = await numbers(text);
      const exact = labels.readings(text).flatMap(({label}) => places.filter((found) => found.label === label));
      return exact.length === 1 ? exact[0].url : null;
    }

    /* ---- Documents --------------------------------------------------------------------------------------------------- */

    const chunk = (doc) => Math.floor(doc / head.chunk);
    async function leads(docs) {
      const wanted = [...new Set(docs.map(chunk))];
      const got = new Map((await Promise.all(wanted.map((n) => get("l" + n)))).map((file, i) => [wanted[i], file]));
      return docs.map((doc) => {
        const [pages, entries] = got.get(chunk(doc)), [page, anchor, name, text] = entries[doc % head.chunk];
        return {doc, page: pages[page][0], pageTitle: pages[page][1], url: pages[page][0] + (anchor ? "#" + anchor : ""), name, text, shelf: shelfOf[doc]};
      });
    }

    /** What a question finds: `first(count, shown)` are its hits, numbers first, then by rank; `count(shown)` how many.
        `settled` promises whether a word that stands nowhere is to be mended. */
    async function found(text, named, settled) {
      const {hits, terms, mended} = await ranking.rank(index, synonyms, text, get, settled);
      const [{score: top} = {score: 1}] = ranking.first(hits, 1);
      const numbered = named.map(({doc}, n) => ({doc, score: top + named.length - n})), direct = new Set(named.map(({doc}) => doc));
      const other = (shown) => (doc) => shown(doc) && !direct.has(doc);
      return {
        first: (count, shown) => [...numbered.filter(({doc}) => shown(doc)), ...ranking.first(hits, count, other(shown))].slice(0, count),
        count: (shown) => numbered.filter(({doc}) => shown(doc)).length + hits.docs.filter(other(shown)).length,
        terms: new Set(terms), mended,
      };
    }

    /* The words of the question that a page should mark. */
    function marked(text, mended) {
      const list = words.tokens(text).filter((word) => words.term(word)).map((word) => mended[word] || word);
      return Object.fromEntries([...new Set(list)].map((word) => [word, true]));
    }

    const PLAIN = /[0-9A-Za-z]/, WORDS = /[\p{L}\p{N}][\p{L}\p{N}.&'()]*/gu;
    /** The part of a text that has most of the terms, as HTML with the terms marked. */
    function snippet(text, terms) {
      const firsts = new Set([...terms].map((term) => term[0]));  // a word and its term begin alike: most need no more
      const told = ([word]) => (!PLAIN.test(word[0]) || firsts.has(word[0].toLowerCase())) && words.tokens(word).some((token) => terms.has(words.term(token)));
      const hits = [...text.matchAll(WORDS)].filter(told);
      let from = 0;
      if (text.length > SNIPPET && hits.length) {
        const within = (start) => new Set(hits.filter(({index: at}) => at >= start && at < start + SNIPPET).map(([word]) => words.term(word.toLowerCase()))).size;
        const best = hits.reduce((kept, {index: at}) => (within(at) > within(kept) ? at : kept), hits[0].index);
        from = best + SNIPPET > text.length ? Math.max(0, text.length - SNIPPET) : Math.max(0, best - 40);
        from = from && text.indexOf(" ", from) + 1;
      }
      const to = from + SNIPPET < text.length ? text.lastIndexOf(" ", from + SNIPPET) : text.length;
      let html = "", at = from;
      for (const match of hits) {
        if (match.index < from || match.index + match[0].length > to) continue;
        const word = match[0].replace(/[.'(]+$/, "");
        html += `${escaped(text.slice(at, match.index))}<mark data-md-highlight>${escaped(word)}</mark>`;
        at = match.index + word.length;
      }
      return (from ? "… " : "") + html + escaped(text.slice(at, to)) + (to < text.length ? " …" : "");
    }

    /* ---- The theme's box ------------------------------------------------------------------------------------------- */

    /* Groups by page, the best first; three of a page are open, the rest under "more". The theme opens what scores no
       less than the group's head and goes to the highest score on Enter, to two decimals: so the head is a little below
       the last open one, or, where the page itself is the best answer, the open ones are level with it. Where it is not,
       its head says what the page is, and no more: what is read first is the best answer. */
    function groups(hits, terms, highlight) {
      const pages = new Map();
      for (const hit of hits) pages.set(hit.page, [...(pages.get(hit.page) || []), hit]);
      return [...pages.values()].map((list) => {
        const item = (hit) => ({location: hit.url, title: escaped(hit.name), text: hit.text ? `<p>${snippet(hit.text, terms)}</p>` : "", score: hit.score, terms: highlight});
        const ahead = list[0].url === list[0].page, whole = ahead ? item(list[0]) : null, rest = list.filter(({page, url}) => url !== page);
        const last = Math.min(...rest.slice(0, 3).map(({score}) => score));
        const head = {location: list[0].page, title: escaped(list[0].pageTitle), text: ahead ? whole.text : "", score: ahead ? whole.score : last - 0.02, terms: highlight};
        return [head, ...rest.map((hit, n) => ({...item(hit), score: ahead && n < 3 ? Math.max(hit.score, whole.score) : hit.score}))];
      });
    }

    /** Say the answer to what stands in the box: numbers at once, then the rest. `turn.still()` says whether it is still
        what is asked, `turn.settled()` promises whether it is when no letter has come for a while: only then is an
        answer shown, and, before the hits can be told, worth ranking and fetching texts for. */
    async function box(text, facet, say, turn) {
      const {places, only} = await numbers(text);
      const shown = on(facet), named = places.filter(({doc}) => shown(doc)), settled = turn.settled();
      if (named.length && only) {
        say({items: numberItems(named.map((place, n) => ({url: place.url, name: nameOf(place), score: named.length - n})))});
      }
      ranking.foresee(index, synonyms, text);
      if (!ranking.telling(index, synonyms, text) && !(await settled)) return;
      const {first, terms, mended} = await found(text, places, settled);
      if (!turn.still()) return;
      const top = first(BOX, shown), read = await leads(top.map(({doc}) => doc));
      if (!(await settled)) return;
      const highlight = only ? {} : marked(text, mended);
      say({items: groups(read.map((lead, n) => ({...lead, score: top[n].score})), terms, highlight), suggest: completion(text, read)});
    }

    const nameOf = ({label, title}) => (/\.[TF]\d|^\w+$/.test(label) ? labels.titled(label) : labels.printed(label)) + (title ? " " + title : "");
    /* Before the pages' titles are there, each number is a group of its own. */
    const numberItems = (places) => places.map(({url, name, score}) => [{location: url, title: escaped(name), text: "", score, terms: {}}]);

    /* The words of the question, the last one completed by a title or text that was found. */
    function completion(text, read) {
      const parts = text.toLowerCase().split(/\s+/), last = parts[parts.length - 1];
      if (last.length < 3) return [];
      for (const {name, text: lead} of read) {
        const full = `${name} ${lead}`.toLowerCase().match(/[a-z]+/g)?.find((word) => word.startsWith(last) && word !== last);
        if (full) return [...parts.slice(0, -1), full];
      }
      return [];
    }

    /* ---- A page of results ------------------------------------------------------------------------------------------- */

    /** One page of all that was found: {total, counts, hits, mended}. `counts` are those of every shelf. */
    async function page({text, facet = "all", from = 0}) {
      if (!text.trim()) return {total: 0, counts: {}, hits: [], mended: {}};
      const {places} = await numbers(text);
      const {first, count, terms, mended} = await found(text, places);
      const counts = Object.fromEntries(Object.keys(SHELVES).map((shelf) => [shelf, count(on(shelf))]));
      const read = await leads(first(from + PAGE, on(facet)).slice(from).map(({doc}) => doc));
      const highlight = Object.keys(marked(text, mended)).join(" ");
      return {
        total: counts[facet] ?? counts.all, counts, mended, highlight: places.length ? "" : highlight,
        hits: read.map(({url, page: at, pageTitle, name, text: lead, shelf}) => ({url, at, pageTitle, name, shelf, html: snippet(lead, terms)})),
      };
    }

    return {box, page, place, numbers, found, leads, snippet, groups};
  }

  /* An index for practice, as shards.py writes one: nearly every document has every term. */
  const MANY = 2000, ONCE = " " + "#".repeat(MANY - 1), OFTEN = "#$#".repeat(MANY / 2 - 1), LENGTHS = "# $O!".repeat(MANY / 4);
  const PRACTICE = {
    head: {fields: [["title", 6], ["context", 2], ["text", 1]], lengths: [LENGTHS, LENGTHS, LENGTHS], shards: ["a"], chunk: 2, facets: [["samm", MANY]], parts: "C1", letters: "", acronyms: {ti: ["two item"]}, thesaurus: [["thing", "item"]]},
    t0: {item: [0, ONCE, ONCE, ONCE], two: [1, OFTEN, OFTEN], thing: [2, OFTEN, ONCE, OFTEN]},
    l: [[["a/", "A page"]], [[0, "", "C1. An item", `The first of two items.${" It is told in ten texts, and two terms of it are marked.".repeat(7)}`], [0, "C1.1", "C1.1. Two", "The other item."]]],
    nC1: {"a/": [0, {C1: "An item", "C1.1": "Two"}]},
  };
  /** Go through all that a question takes, with an index of our own and often enough: what a browser has not run before
      it runs many times slower, and now it waits for the line anyway. */
  async function rehearse() {
    const {box} = answers(PRACTICE.head, async (name) => PRACTICE[name] || PRACTICE[name[0]]);
    const turn = {still: () => true, settled: async () => true};
    for (const text of ["C1.1", "two things", "two ite"]) await box(text, "all", () => {}, turn);
  }

  return {answers, rehearse, SHELVES};
});
