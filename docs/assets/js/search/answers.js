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
    const index = engine.open(head, get), known = ranking.synonyms(head);
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

    /** The hits of a question, on all shelves: numbers first, then by rank. */
    async function found(text, named) {
      const ranked = await ranking.rank(index, known, text, get);
      const first = new Set(named.map(({doc}) => doc)), top = ranked.hits.length ? ranked.hits[0].score : 1;
      const hits = [...named.map(({doc}, n) => ({doc, score: top + named.length - n})), ...ranked.hits.filter(({doc}) => !first.has(doc))];
      return {hits, terms: new Set(ranked.terms), mended: ranked.mended};
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
       the last open one, or, where the page itself is the best answer, the open ones are level with it. */
    function groups(hits, terms, highlight) {
      const pages = new Map();
      for (const hit of hits) pages.set(hit.page, [...(pages.get(hit.page) || []), hit]);
      return [...pages.values()].map((list) => {
        const whole = list.find(({page, url}) => url === page), rest = list.filter((hit) => hit !== whole);
        const item = (hit) => ({location: hit.url, title: escaped(hit.name), text: hit.text ? `<p>${snippet(hit.text, terms)}</p>` : "", score: hit.score, terms: highlight});
        const ahead = list[0] === whole, last = Math.min(...rest.slice(0, 3).map(({score}) => score));
        const head = {location: list[0].page, title: escaped(list[0].pageTitle), text: "", terms: highlight, ...(whole && {text: item(whole).text})};
        const sections = rest.map((hit, n) => ({...item(hit), score: ahead && n < 3 ? Math.max(hit.score, whole.score) : hit.score}));
        return [{...head, score: ahead ? whole.score : last - 0.02}, ...sections];
      });
    }

    /** Say the answer to what stands in the box: numbers at once, then the rest. `current` promises whether it is still
        what is asked, when that is worth ranking and fetching for. */
    async function box(text, facet, say, current) {
      const {places, only} = await numbers(text);
      const shown = on(facet), named = places.filter(({doc}) => shown(doc));
      if (named.length && only) {
        say({items: numberItems(named.map((place, n) => ({url: place.url, name: nameOf(place), score: named.length - n})))});
      }
      ranking.foresee(index, known, text);
      if (/\S\s+\S+\s$/.test(text)) foresee(text, shown);  // of one word alone too many hits are likely
      if (!(await current())) return;
      const {hits, terms, mended} = await found(text, places);
      if (!(await current())) return;
      const top = hits.filter(({doc}) => shown(doc)).slice(0, BOX), read = await leads(top.map(({doc}) => doc));
      const highlight = only ? {} : marked(text, mended);
      say({items: groups(read.map((lead, n) => ({...lead, score: top[n].score})), terms, highlight), suggest: completion(text, read)});
    }

    const LIKELY = 6;  // hits: most of them stay among the best
    /* A word is finished: begin to fetch the texts of the hits that the whole question is likely to have. */
    function foresee(text, shown) {
      const best = ({hits}) => hits.filter(({doc}) => shown(doc)).slice(0, LIKELY).map(({doc}) => doc);
      ranking.rank(index, known, text).then((ranked) => leads(best(ranked))).catch(() => {});  // asked for again soon
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
      const {hits, terms, mended} = await found(text, places);
      const counts = Object.fromEntries(Object.keys(SHELVES).map((shelf) => [shelf, hits.filter(({doc}) => on(shelf)(doc)).length]));
      const shown = hits.filter(({doc}) => on(facet)(doc)), read = await leads(shown.slice(from, from + PAGE).map(({doc}) => doc));
      const highlight = Object.keys(marked(text, mended)).join(" ");
      return {
        total: shown.length, counts, mended, highlight: places.length ? "" : highlight,
        hits: read.map(({url, page: at, pageTitle, name, text: lead, shelf}) => ({url, at, pageTitle, name, shelf, html: snippet(lead, terms)})),
      };
    }

    return {box, page, place, numbers, found, leads, snippet, groups};
  }

  /* An index of two documents, as shards.py writes one. */
  const SMALL = {
    head: {fields: [["title", 6], ["context", 2], ["text", 1]], lengths: ["!!", "  ", "##"], shards: ["a"], chunk: 4, facets: [["samm", 2]], parts: "C1", letters: "", acronyms: {ti: ["two item"]}, thesaurus: [["thing", "item"]]},
    t0: {item: [0, "  ", "", " "], two: [1, "  "]},
    l0: [[["a/", "A page"]], [[0, "", "C1. An item", "The first of two items."], [0, "C1.1", "C1.1. Two", "The other item."]]],
    nC1: {"a/": [0, {C1: "An item", "C1.1": "Two"}]},
  };
  /** Go once through all that a question takes, with an index of our own: what a browser has not run yet, it must
      compile first, which a slow machine takes long for. */
  async function rehearse() {
    const {box} = answers(SMALL.head, async (name) => SMALL[name]);
    for (const text of ["C1.1", "two things", "it"]) await box(text, "all", () => {}, async () => true);
  }

  return {answers, rehearse, SHELVES};
});
