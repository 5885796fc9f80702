/* From what a reader typed to the documents that answer it, best first.
   A question is a list of concepts: a word, or several that the glossary or the thesaurus knows as one. A concept may be
   met in several ways (the word, its beginning while it is typed, the acronym for the words or the words for the acronym,
   the manual's term for the plain one), and counts once, by the best of them. lunr's weights say how well a document
   meets a way; what this file adds is how much of the question it meets at all, and whether its title says so. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) module.exports = make(require("./words.js"), require("./spelling.js"));
  else root.searchRanking = make(root.searchWords, root.searchSpelling);
})(globalThis, function (words, spelling) {
  "use strict";

  const RULES = {
    synonym: 0.8,      // of an acronym's words, or the words' acronym
    thesaurus: 0.6,    // of the manual's term for a plain word
    beginning: 0.7,    // of a term that only begins like the last word
    coverage: 2,       // power of the share of the question that a document meets
    title: 1.5,        // how much a title that says the question, and little else, lifts
    context: 0.3,      // how much the titles above do
    above: 0.4,        // how much a document that stands under few titles is preferred to one deep below
    mended: 0.9,       // of a word that a mistyped one was taken for
    opening: 3,        // letters that a beginning needs
  };

  /* ---- What was asked ------------------------------------------------------------------------------------------------ */

  /** The synonyms of the index's head: from a phrase, as its terms with blanks between, to the phrases it may mean. */
  function synonyms({acronyms, thesaurus}) {
    const known = new Map();
    function add(said, meant, factor) {
      if (!said || !meant || said === meant) return;
      if (!known.has(said)) known.set(said, []);
      known.get(said).push({terms: meant.split(" "), factor});
    }
    for (const [acronym, meanings] of Object.entries(acronyms)) {
      for (const meaning of meanings) {
        add(acronym, meaning, RULES.synonym);
        if (meaning.includes(" ")) add(meaning, acronym, RULES.synonym);
      }
    }
    for (const [typed, ...meant] of thesaurus) for (const phrase of meant) add(typed, phrase, RULES.thesaurus);
    return known;
  }

  const LONGEST = 6;  // terms of a phrase that is known as one

  /** The concepts of a question: [{terms, ways: [{terms, factor, prefix}], open, written}]; `open` while it is typed. */
  function concepts(text, known) {
    const asked = words.tokens(text).map((word) => ({word, term: words.term(word)})).filter(({term}) => term);
    const list = asked.length ? asked : words.tokens(text).map((word) => ({word, term: word}));  // only small words
    const unfinished = /[\p{L}\p{N}]$/u.test(text) && list.length && text.toLowerCase().trim().endsWith(list[list.length - 1].word);
    const found = [];
    for (let i = 0; i < list.length;) {
      let n = Math.min(LONGEST, list.length - i);
      while (n > 1 && !known.has(list.slice(i, i + n).map(({term}) => term).join(" "))) n--;
      const part = list.slice(i, i + n), terms = part.map(({term}) => term);
      const ways = [{terms, factor: 1}, ...(known.get(terms.join(" ")) || [])];
      if (n > 1) for (const [k, term] of terms.entries()) for (const other of known.get(term) || []) {
        ways.push({terms: terms.toSpliced ? terms.toSpliced(k, 1, ...other.terms) : [...terms.slice(0, k), ...other.terms, ...terms.slice(k + 1)], factor: other.factor});
      }
      const open = unfinished && i + n === list.length && n === 1;  // may become another word
      if (open && part[0].word.length >= RULES.opening) ways.push({terms: [part[0].word], factor: RULES.beginning, prefix: true});
      found.push({terms, ways, open, written: part.map(({word}) => word)});
      i += n;
    }
    return found;
  }

  /** Begin to fetch what `text`, of which more is being typed, is sure to need. */
  function foresee(index, known, text) {
    const ways = concepts(text, known).flatMap(({ways, open}) => ways.slice(open ? 1 : 0));  // half a word is no term
    index.foresee(...shared(ways));
  }

  /* The terms of ways, and their beginnings. */
  const shared = (ways) => [false, true].map((begin) => ways.filter(({prefix}) => Boolean(prefix) === begin).flatMap(({terms}) => terms));

  /* ---- What answers it ------------------------------------------------------------------------------------------------- */

  /**
   * The documents that answer `text`: {hits: [{doc, score}], terms, mended}. `terms` are the index's terms that were
   * looked for, `mended` the words that stand nowhere with what they were taken for. `get` fetches the vocabulary;
   * without it no word is mended.
   */
  async function rank(index, known, text, get) {
    let asked = concepts(text, known), rows = await rowsOf(index, asked);
    const mended = get ? await mending(index, asked, rows, get) : {};
    if (Object.keys(mended).length) {
      const meant = words.tokens(text).map((word) => (mended[word] ? mended[word][0] : word)).join(" ");
      asked = concepts(meant + (/\s$/.test(text) ? " " : ""), known);
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
  async function mending(index, asked, rows, get) {
    const found = {};
    for (const concept of asked) {
      if (concept.ways.some((way) => met(way, rows))) continue;
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

  const met = (way, rows) => (way.prefix ? [...rows.keys()].some((term) => term.startsWith(way.terms[0])) : way.terms.some((term) => rows.has(term)));

  /* Numbers of documents in columns, and which documents have any. A large manual has thousands: so a table is emptied
     and used again. */
  function table(size, ...names) {
    const docs = [], there = new Uint8Array(size), columns = names.map(() => new Float64Array(size));
    return {
      docs,
      enter: (doc) => (there[doc] ? false : docs.push(doc) && (there[doc] = 1)),  // whether it is new
      empty() {
        for (const column of [there, ...columns]) for (const doc of docs) column[doc] = 0;
        docs.length = 0;
      },
      ...Object.fromEntries(names.map((name, n) => [name, columns[n]])),
    };
  }

  const tables = (size) => ({
    total: table(size, "score", "share", "titled", "said", "above"),
    best: table(size, "score", "part", "titled", "inTitle", "above"),  // of one concept
    met: table(size, "score", "count", "titled", "above"),  // by one way
    here: table(size, "score", "title", "above"),  // with one term or beginning
  });

  function weighed(index, asked, rows) {
    const {total, ...kept} = tables(index.size);
    let whole = 0;
    for (const concept of asked) {
      const worth = importance(index, concept, rows), best = bestOf(index, concept.ways, rows, kept);
      whole += worth;
      for (const doc of best.docs) {
        total.enter(doc);
        total.score[doc] += best.score[doc];
        total.share[doc] += worth * best.part[doc];
        total.titled[doc] += best.titled[doc];
        total.said[doc] += worth * Math.min(1, best.inTitle[doc]);
        total.above[doc] += worth * Math.min(1, best.above[doc]);
      }
    }
    const [titles, contexts] = index.fields;
    const hits = total.docs.map((doc) => {
      const titled = total.titled[doc];
      const exact = titled ? (total.said[doc] / whole) * Math.min(1, titled / titles.lengths[doc]) : 0;
      const shallow = 1 + RULES.above * Math.exp(-contexts.lengths[doc] / 10);
      const met = shallow * total.score[doc] * (total.share[doc] / whole) ** RULES.coverage;
      return {doc, score: met * (1 + RULES.title * exact) * (1 + RULES.context * total.above[doc] / whole)};
    });
    return hits.sort((a, b) => b.score - a.score || a.doc - b.doc);
  }

  /* How much a concept counts: as much as its rarest way is telling; a word that stands nowhere as much as a rare one. */
  function importance(index, concept, rows) {
    const telling = concept.terms.map((term) => (rows.has(term) ? rows.get(term).idf : 0)).filter(Boolean);
    if (telling.length) return telling.reduce((sum, idf) => sum + idf, 0) ;
    const others = concept.ways.flatMap((way) => way.terms).map((term) => (rows.has(term) ? rows.get(term).idf : 0));
    return Math.max(3, ...others);
  }

  /* The documents that meet a concept, each by the best of its ways. */
  function bestOf(index, ways, rows, {best, met, here}) {
    best.empty();
    for (const way of ways) {
      const n = way.terms.length;
      meet(index, way, rows, met, here);
      for (const doc of met.docs) {
        const part = met.count[doc] / n, score = met.score[doc] * (way.factor * part ** RULES.coverage);
        if (!best.enter(doc) && score <= best.score[doc]) continue;
        best.score[doc] = score;
        best.part[doc] = part * (way.factor < 1 ? (1 + way.factor) / 2 : 1);
        best.titled[doc] = Math.max(best.titled[doc], met.titled[doc]);
        best.inTitle[doc] = met.titled[doc] / n;
        best.above[doc] = met.above[doc] / n;
      }
    }
    return best;
  }

  /* The documents that meet a way: their score, and how many of its terms they, their titles and the titles above have. */
  function meet(index, way, rows, met, here) {
    met.empty();
    const groups = way.prefix ? [[...rows.values()].filter(({term}) => term.startsWith(way.terms[0]))] : way.terms.map((term) => (rows.has(term) ? [rows.get(term)] : []));
    for (const group of groups) {
      here.empty();
      for (const row of group) {
        row.fields.forEach(({docs, often}, field) => docs.forEach((doc, i) => {
          const weight = index.weight(row.idf, often[i], field, doc);
          here.enter(doc);
          here.score[doc] = way.prefix ? Math.max(here.score[doc], weight) : here.score[doc] + weight;
          if (field === 0) here.title[doc] = 1;
          if (field === 1) here.above[doc] = 1;
        }));
      }
      for (const doc of here.docs) {
        met.enter(doc);
        met.score[doc] += here.score[doc]; met.count[doc]++; met.titled[doc] += here.title[doc]; met.above[doc] += here.above[doc];
      }
    }
  }

  return {RULES, synonyms, concepts, foresee, rank};
});
