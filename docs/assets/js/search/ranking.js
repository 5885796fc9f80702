/* From what a reader typed to the documents that answer it, best first.
   A question is a list of concepts: a word, or several that the glossary or the thesaurus knows as one. A concept may be
   met in several ways (the word, its beginning while it is typed, the acronym for the words or the words for the acronym,
   the manual's term for the plain one), and counts once, by the best of them. lunr's weights say how well a document
   meets a way; what this file adds is how much of the question it meets at all, and whether its title says so. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) module.exports = make(require("./words.js"), require("./spelling.js"), require("./engine.js"));
  else root.searchRanking = make(root.searchWords, root.searchSpelling, root.searchEngine);
})(globalThis, function (words, spelling, engine) {
  "use strict";

  const RULES = {
    synonym: 0.8,      // of an acronym's words, or the words' acronym
    thesaurus: 0.6,    // of the manual's term for a plain word
    beginning: 0.7,    // of a term that only begins like the last word
    coverage: 3,       // power of the share of the question that a document meets
    title: 1.2,        // how much a title that says the question, and little else, lifts
    context: 0.3,      // how much the titles above do
    above: 0.4,        // how much a document that stands under few titles is preferred to one deep below
    mended: 0.9,       // of a word that a mistyped one was taken for
    opening: 3,        // letters that a beginning needs
  };

  /* ---- What was asked ------------------------------------------------------------------------------------------------ */

  /** The synonyms of the index's head. Phrases are terms with blanks between: whether a phrase is `known` as one, the
      `ways` to say it otherwise, and the phrases that have any, of those that are `begun`. Kept as they come: many. */
  function synonyms({acronyms, thesaurus}) {
    const short = new Map(), plain = new Map(), own = new Set();
    function add(to, said, meant) {
      if (!said || !meant || said === meant) return;
      const meanings = to.get(said);
      if (!meanings) to.set(said, [meant]); else if (!meanings.includes(meant)) meanings.push(meant);
    }
    for (const [acronym, meanings] of Object.entries(acronyms)) {
      for (const meaning of meanings) {
        add(short, acronym, meaning);
        if (meaning.includes(" ")) add(short, meaning, acronym);
      }
    }
    for (const [typed, ...meanings] of thesaurus) {
      for (const meaning of meanings) {
        add(plain, typed, meaning);
        if (meaning.includes(" ")) own.add(meaning);  // the manual's own term needs no other words
      }
    }
    function ways(said) {
      const meant = short.get(said) || [], others = (plain.get(said) || []).filter((meaning) => !meant.includes(meaning));
      const way = (factor) => (meaning) => ({terms: meaning.split(" "), factor});
      return [...meant.map(way(RULES.synonym)), ...others.map(way(RULES.thesaurus))];
    }
    function begun(letters) {
      const found = new Set();
      for (const to of [short, plain]) for (const said of to.keys()) if (said.startsWith(letters)) found.add(said);
      return [...found];
    }
    return {known: (said) => short.has(said) || plain.has(said) || own.has(said), ways, begun};
  }

  const LONGEST = 6;  // terms of a phrase that is known as one
  const APART = 3;  // places from a term to one that is known with it: "how long does the OFFER stay OPEN"
  /* The places of the terms that are known as one from place i on: of those side by side, else of two near each other. */
  function together(list, i, synonyms, taken) {
    const knows = (places) => places.every((place) => !taken.has(place)) && synonyms.known(places.map((place) => list[place].term).join(" "));
    for (let n = Math.min(LONGEST, list.length - i); n > 1; n--) {
      const places = Array.from({length: n}, (_, k) => i + k);
      if (knows(places)) return places;
    }
    for (let j = i + 2; j <= i + APART && j < list.length; j++) if (knows([i, j])) return [i, j];
    return [i];
  }

  /** The concepts of a question: [{terms, ways: [{terms, factor, prefix}], open, written}]; `open` while it is typed. */
  function concepts(text, synonyms) {
    const asked = words.tokens(text).map((word) => ({word, term: words.term(word)})).filter(({term}) => term);
    const list = asked.length ? asked : words.tokens(text).map((word) => ({word, term: word}));  // only small words
    const unfinished = /[\p{L}\p{N}]$/u.test(text) && list.length && text.toLowerCase().trim().endsWith(list[list.length - 1].word);
    const found = [], taken = new Set();
    for (let i = 0; i < list.length; i++) {
      if (taken.has(i)) continue;
      const places = together(list, i, synonyms, taken), part = places.map((place) => list[place]), terms = part.map(({term}) => term), n = part.length;
      for (const place of places) taken.add(place);
      const ways = [{terms, factor: 1}, ...synonyms.ways(terms.join(" "))];
      const open = unfinished && i === list.length - 1 && n === 1;  // may become another word
      if (open && part[0].word.length >= RULES.opening) ways.push({terms: [part[0].word], factor: RULES.beginning, prefix: true});
      found.push({terms, ways, open, written: part.map(({word}) => word)});
    }
    return found;
  }

  const BEGUN = 4, ENOUGH = 3;  // letters of a word, words of a question
  /** Begin to fetch what `text`, of which more is being typed, is likely to need. Half a word is no term, and its first
      letters are no acronym; but where they begin just one word that has synonyms, these are what will be asked for. */
  function foresee(index, synonyms, text) {
    const meant = (word, [only, ...others] = synonyms.begun(word)) => (only && !others.length ? synonyms.ways(only) : []);
    const likely = ({written: [word], ways, open}) => {
      if (!open) return ways;
      return word.length < BEGUN ? ways.filter(({prefix}) => prefix) : [...ways.slice(1), ...meant(word)];
    };
    index.foresee(...shared(concepts(text, synonyms).flatMap(likely)));
  }

  /** Whether the hits of a question can be told while its last word is typed: it has enough words, the last one enough
      letters, and few files hold what begins so. */
  function telling(index, synonyms, text) {
    const typed = words.tokens(text).filter((word) => words.term(word)), word = typed[typed.length - 1];
    if (typed.length < ENOUGH || word.length < BEGUN || !text.toLowerCase().endsWith(word)) return false;
    return index.certain(word) || !concepts(text, synonyms).some(({open}) => open);
  }

  /* The terms of ways, and their beginnings. */
  const shared = (ways) => [false, true].map((begin) => ways.filter(({prefix}) => Boolean(prefix) === begin).flatMap(({terms}) => terms));

  /* ---- What answers it ------------------------------------------------------------------------------------------------- */

  /**
   * The documents that answer `text`: {hits: {docs, scores}, terms, mended}. `terms` are the index's terms that were
   * looked for, `mended` the words that stand nowhere with what they were taken for. `get` fetches the vocabulary;
   * `settled` promises whether such words are to be mended.
   */
  async function rank(index, synonyms, text, get, settled = true) {
    let asked = concepts(text, synonyms), rows = await rowsOf(index, asked);
    const mended = await mending(index, asked, rows, get, settled);
    if (Object.keys(mended).length) {
      const meant = words.tokens(text).map((word) => (mended[word] ? mended[word][0] : word)).join(" ");
      asked = concepts(meant + (/\s$/.test(text) ? " " : ""), synonyms);
      for (const others of Object.values(mended)) {
        const concept = asked.find(({terms}) => terms.length === 1 && terms[0] === words.term(others[0]));
        if (concept) concept.ways.push(...others.slice(1).map((other) => ({terms: [words.term(other)], factor: RULES.mended})));
      }
      rows = await rowsOf(index, asked);
    }
    const spelt = Object.fromEntries(Object.entries(mended).map(([word, [meant]]) => [word, meant]));
    return {hits: weighed(index, asked, rows), terms: [...rows.keys()], mended: spelt};
  }

  /* The words that stand nowhere, and none of whose other ways does, each with the words it may have been meant for. */
  async function mending(index, asked, rows, get, settled) {
    const found = {};
    for (const concept of asked) {
      if (concept.ways.some((way) => stands(way, rows)) || !(await settled)) continue;
      for (const word of concept.written) {
        const meant = await spelling.nearest(word, index.head.letters, get);
        if (meant.length) found[word] = meant;
      }
    }
    return found;
  }

  function rowsOf(index, asked) {
    return index.lookup(...shared(asked.flatMap(({ways}) => ways)));
  }

  const stands = (way, rows) => (way.prefix ? [...rows.keys()].some((term) => term.startsWith(way.terms[0])) : way.terms.some((term) => rows.has(term)));

  /* Documents are weighed by the block, in columns that are made once: columns as long as a large manual, new for each
     question, take longer to make and to clear away than the weighing. */
  const BLOCK = 1024;
  class Columns {
    constructor() {
      this.docs = [];  // by their place in the block
      this.there = new Uint8Array(BLOCK);
      this.score = new Float64Array(BLOCK);
      this.part = new Float64Array(BLOCK);  // of what is asked, that the document meets
      this.titled = new Float64Array(BLOCK);  // terms in its title
      this.said = new Float64Array(BLOCK);  // by its title: part of what is asked
      this.above = new Float64Array(BLOCK);  // by the titles above: the same
      this.group = new Float64Array(BLOCK);  // the last that was met
    }
    /** Whether the document is new here. */
    enter(at) {
      if (this.there[at]) return false;
      this.there[at] = 1;
      this.docs.push(at);
      return true;
    }
    empty() {
      if (!this.docs.length) return;
      this.docs.length = 0;
      for (const column of [this.there, this.score, this.part, this.titled, this.said, this.above, this.group]) column.fill(0);
    }
  }
  const total = new Columns(), best = new Columns(), met = new Columns();  // by the question, a concept, a way

  /* All documents that meet anything of what is asked: {docs, scores}. */
  function weighed(index, asked, rows) {
    const lists = new Map([...rows].map(([term, {idf, fields}]) => [term, fields.map(({docs, often}) => ({docs, often, idf, from: 0, to: 0}))]));
    const grouped = ({terms, prefix}) => (prefix ? [[...lists.keys()].filter((term) => term.startsWith(terms[0]))] : terms.filter((term) => lists.has(term)).map((term) => [term]));
    const concepts = asked.map((concept) => ({
      worth: importance(concept, rows),
      ways: concept.ways.map((way) => ({prefix: Boolean(way.prefix), factor: way.factor, size: way.terms.length, groups: grouped(way).map((group) => group.map((term) => lists.get(term)))})).filter(({groups}) => groups.length),
    }));
    const whole = concepts.reduce((sum, {worth}) => sum + worth, 0), every = [...lists.values()].flat(), found = {docs: [], scores: []};
    for (let start = 0; start < index.size; start += BLOCK) {
      for (const list of every) {
        list.from = list.to;
        while (list.to < list.docs.length && list.docs[list.to] < start + BLOCK) list.to++;
      }
      total.empty();
      for (const {worth, ways} of concepts) {
        meetBest(index.fields, ways, start);
        add(worth);
      }
      judge(index.fields, whole, start, found);
    }
    return found;
  }

  /* What a concept of such a worth has found, to the whole. */
  function add(worth) {
    for (const at of best.docs) {
      total.enter(at);
      total.score[at] += best.score[at];
      total.part[at] += worth * best.part[at];
      total.titled[at] += best.titled[at];
      total.said[at] += worth * Math.min(1, best.said[at]);
      total.above[at] += worth * Math.min(1, best.above[at]);
    }
  }

  /* The scores of the documents of a block, to what was found. */
  function judge([titles, contexts], whole, start, {docs, scores}) {
    for (const at of total.docs) {
      const doc = start + at, titled = total.titled[at];
      const exact = titled ? (total.said[at] / whole) * Math.min(1, titled / titles.lengths[doc]) : 0;
      const shallow = 1 + RULES.above * Math.exp(contexts.lengths[doc] / -10);
      const score = shallow * total.score[at] * (total.part[at] / whole) ** RULES.coverage;
      docs.push(doc);
      scores.push(score * (1 + RULES.title * exact) * (1 + RULES.context * total.above[at] / whole));
    }
  }

  /* How much a concept counts: as much as its rarest way is telling; a word that stands nowhere as much as a rare one. */
  function importance(concept, rows) {
    const telling = concept.terms.map((term) => (rows.has(term) ? rows.get(term).idf : 0)).filter(Boolean);
    if (telling.length) return telling.reduce((sum, idf) => sum + idf, 0);
    const others = concept.ways.flatMap((way) => way.terms).map((term) => (rows.has(term) ? rows.get(term).idf : 0));
    return Math.max(3, ...others);
  }

  /* The documents of a block that meet a concept, each by the best of its ways: in `best`. */
  function meetBest(fields, ways, start) {
    best.empty();
    for (const {prefix, factor, size, groups} of ways) {
      meet(fields, groups, prefix, start);
      for (const at of met.docs) {
        const part = met.part[at] / size, score = met.score[at] * (factor * part ** RULES.coverage);
        if (!best.enter(at) && score <= best.score[at]) continue;
        best.score[at] = score;
        best.part[at] = part * (factor < 1 ? (1 + factor) / 2 : 1);
        best.titled[at] = Math.max(best.titled[at], met.titled[at]);
        best.said[at] = met.titled[at] / size;
        best.above[at] = met.above[at] / size;
      }
    }
  }

  /* The documents of a block that meet a way: their score, and how many of its terms they (`part`), their titles and the
     titles above have. Of the terms of a beginning, which are one group, the one that weighs most counts. In `met`. */
  function meet(fields, groups, prefix, start) {
    met.empty();
    for (let group = 0; group < groups.length; group++) {
      for (const lists of groups[group]) {
        for (let n = 0; n < lists.length; n++) {
          const {docs, often, idf, from, to} = lists[n], field = fields[n];
          const column = n === 0 ? met.titled : n === 1 ? met.above : null;
          for (let i = from; i < to; i++) {
            const doc = docs[i], at = doc - start, weight = engine.weight(field, idf, often[i], doc);
            met.enter(at);
            if (met.group[at] !== group + 1) met.part[at]++;
            met.group[at] = group + 1;
            met.score[at] = prefix ? Math.max(met.score[at], weight) : met.score[at] + weight;
            if (column) column[at] = prefix ? 1 : column[at] + 1;
          }
        }
      }
    }
  }

  /** The best of what was found, first: [{doc, score}], at most `count`, and only documents that are `shown`. Of equals
      the one that stands higher. */
  function first({docs, scores}, count, shown = () => true) {
    const places = [], before = (a, b) => scores[a] > scores[b] || (scores[a] === scores[b] && docs[a] < docs[b]);
    for (let i = 0; i < docs.length; i++) {
      let n = places.length;
      if ((n === count && !before(i, places[n - 1])) || !shown(docs[i])) continue;
      if (n === count) n--;
      for (; n && before(i, places[n - 1]); n--) places[n] = places[n - 1];
      places[n] = i;
    }
    return places.map((i) => ({doc: docs[i], score: scores[i]}));
  }

  return {RULES, synonyms, concepts, foresee, telling, rank, first};
});
