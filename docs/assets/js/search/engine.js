/* The index in the browser: fetches the shards that a question needs and computes lunr's weights and scores.
   For a list of clauses `search` gives the hits, order and scores of lunr.js 2.3.9 over the whole index; the tests hold
   it to lunr itself. The formulas are those of lunr.Builder.createFieldVectors and lunr.Index.query. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) module.exports = make();
  else root.searchEngine = make();
})(globalThis, function () {
  "use strict";

  const K1 = 1.2, B = 0.75;  // lunr's own
  const LONG = 4;  // letters of a prefix for which two shards are worth fetching
  const BASE = 46, DIGIT = new Uint8Array(128);  // as macros/manual/shards.py packs them
  for (let code = 0x20, digit = 0; code < 0x7f; code++) if (code !== 0x22 && code !== 0x5c) DIGIT[code] = digit++;

  /** The numbers that `packed` of shards.py made characters of. */
  function unpacked(text) {
    const numbers = new Uint32Array(text.length);
    let count = 0;
    for (let i = 0, number = 0, place = 1; i < text.length; i++) {
      const digit = DIGIT[text.charCodeAt(i)];
      if (digit < BASE) {
        numbers[count++] = number + digit * place;
        number = 0; place = 1;
      } else {
        number += (digit - BASE) * place;
        place *= BASE;
      }
    }
    return numbers.slice(0, count);
  }

  /* The postings of one field: documents and how often each has the term. */
  function postings(text) {
    const numbers = unpacked(text), docs = new Uint32Array(numbers.length), often = new Uint16Array(numbers.length);
    let count = 0;
    for (let i = 0, doc = 0; i < numbers.length; i++, count++) {
      docs[count] = doc += numbers[i] >> 1;
      often[count] = numbers[i] & 1 ? numbers[++i] : 1;
    }
    return {docs: docs.slice(0, count), often: often.slice(0, count)};
  }

  /* lunr's order of the terms that a prefix finds: its sets are read from a stack, so letters come last to first, and
     keys that look like numbers after all others, since JavaScript keeps those before all others. */
  function expansion(a, b) {
    let i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) i++;
    if (i === a.length || i === b.length) return a.length - b.length;
    const first = /\d/.test(a[i]), second = /\d/.test(b[i]);
    return first !== second ? first - second : a[i] < b[i] ? 1 : -1;
  }

  /** lunr's weight of a term that stands `often` times in a field {boost, lengths, average} of a document. */
  function weight({boost, lengths, average}, idf, often, doc) {
    let score = idf * ((K1 + 1) * often) / (K1 * (1 - B + B * (lengths[doc] / average)) + often);
    score *= boost;
    return Math.round(score * 1000) / 1000;
  }

  const HEAD = ["head", "h0", "h1", "h2", "h3", "h4"];  // files of shards.py that every question needs
  /** The head of the index, of its files; an Error where they are not of one build. */
  function head(files) {
    const whole = Object.assign({}, ...files);
    if (files.some(({version}) => version !== whole.version)) throw new Error("The head of the index is of two builds");
    return {...whole, lengths: whole.fields.map((_, n) => whole[`length${n}`])};
  }

  /** The index whose files `get(name)` promises, after `head` came. */
  function open(head, get) {
    const fields = head.fields.map(([name, boost], n) => {
      const lengths = unpacked(head.lengths[n]);
      return {name, boost, lengths, average: lengths.reduce((sum, length) => sum + length, 0) / lengths.length};
    });
    const size = fields[0].lengths.length, F = fields.length;
    const shards = new Map();

    function shard(number) {
      if (!shards.has(number)) {
        const coming = get("t" + number).then((rows) => new Map(Object.entries(rows)));
        coming.catch(() => shards.delete(number));  // a line that broke may hold the next time
        shards.set(number, coming);
      }
      return shards.get(number);
    }
    /* The last shard whose first term is not after the term. */
    function where(term) {
      let low = 0, high = head.shards.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (head.shards[middle] <= term) low = middle + 1; else high = middle;
      }
      return Math.max(0, low - 1);
    }

    /* The shards that may hold terms that begin with the prefix. */
    function holding(prefix) {
      const numbers = [where(prefix)];
      for (let n = numbers[0] + 1; n < head.shards.length && head.shards[n].startsWith(prefix); n++) numbers.push(n);
      return numbers;
    }

    /** Whether few shards hold all that begins so: of many, most hold other words than the one that is being typed. */
    const certain = (prefix) => holding(prefix).length <= (prefix.length < LONG ? 1 : 2);
    /** Begin to fetch what a question that is being typed will need: of its beginnings, those that few shards hold. */
    function foresee(terms, prefixes) {
      for (const number of new Set([...terms.map(where), ...prefixes.filter(certain).flatMap(holding)])) shard(number).catch(() => {});
    }

    /** What is known of each term and of each term that begins with a prefix: Map of term to {term, index, idf, fields}. */
    async function lookup(terms, prefixes = []) {
      const wanted = new Set([...[...terms].map(where), ...prefixes.flatMap(holding)]);
      const rows = new Map(), exact = new Set(terms);
      for (const got of await Promise.all([...wanted].map(shard))) {
        for (const [term, row] of got) {
          if (exact.has(term) || prefixes.some((prefix) => term.startsWith(prefix))) rows.set(term, known(term, row, got));
        }
      }
      return rows;
    }

    function known(term, row, kept) {
      if (!Array.isArray(row)) return row;
      const held = fields.map((_, n) => postings(row[F - n] || ""));  // a row has the last field first
      const count = held.reduce((sum, {docs}) => sum + docs.length, 0);
      const idf = Math.log(1 + Math.abs((size - count + 0.5) / (count + 0.5)));
      const found = {term, index: row[0], idf, fields: held};
      kept.set(term, found);
      return found;
    }

    /**
     * lunr's answer to clauses {term, prefix, boost}, with terms as the index has them: [{doc, score}], best first.
     * Every sum is taken in lunr's order, so that it is the same to the last bit.
     */
    async function search(clauses) {
      const rows = await lookup(clauses.filter((c) => !c.prefix).map((c) => c.term), clauses.filter((c) => c.prefix).map((c) => c.term));
      const asked = new Map(), turn = [];
      for (const {term, prefix, boost = 1} of clauses) {
        const meant = prefix ? [...rows.keys()].filter((other) => other.startsWith(term)).sort(expansion) : rows.has(term) ? [term] : [];
        for (const each of meant) {
          if (!asked.has(each)) turn.push(each);
          asked.set(each, (asked.get(each) || 0) + boost);
        }
      }
      const inOrder = [...asked].map(([term, boost]) => ({...rows.get(term), boost})).sort((a, b) => a.index - b.index);
      let squares = 0;
      for (const {boost} of inOrder) squares += boost * boost;
      const magnitude = Math.sqrt(squares), dots = new Float64Array(size * F), seen = new Uint8Array(size * F);
      for (const {idf, boost, fields: held} of inOrder) {
        held.forEach(({docs, often}, n) => docs.forEach((doc, i) => { dots[doc * F + n] += boost * weight(fields[n], idf, often[i], doc); }));
      }
      const hits = new Map();
      for (const term of turn) {
        rows.get(term).fields.forEach(({docs}, n) => docs.forEach((doc) => {
          const at = doc * F + n;
          if (seen[at]) return;
          seen[at] = 1;
          hits.set(doc, (hits.get(doc) || 0) + (dots[at] / magnitude || 0));
        }));
      }
      return [...hits].map(([doc, score]) => ({doc, score})).sort((a, b) => b.score - a.score);
    }

    return {size, fields, certain, foresee, lookup, search, head};
  }

  return {HEAD, head, open, unpacked, weight};
});
