/* Answers of our search, and of lunr.js itself, for tests in node: reads a list of calls, writes a list of answers. */
const fs = require("fs"), path = require("path");
const ours = path.join(__dirname, "../docs/assets/js/search"), lunr = require("./vendor/lunr-2.3.9.min.js");
const words = require(`${ours}/words.js`), engine = require(`${ours}/engine.js`), ranking = require(`${ours}/ranking.js`);
const spelling = require(`${ours}/spelling.js`), {answers, rehearse} = require(`${ours}/answers.js`);
const {site, documents, calls} = JSON.parse(fs.readFileSync(0, "utf8"));

const read = async (file) => {
  const text = fs.readFileSync(path.join(site, "search", `${file}.js`), "utf8");
  return JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));
};

/* The whole index by lunr's own builder, with our words. */
function whole(head) {
  const term = (token) => (words.term(token.toString()) ? token.update(words.term) : undefined);
  lunr.Pipeline.registerFunction(term, "term");
  return lunr(function () {
    this.ref("number");
    head.fields.forEach(([name, boost]) => this.field(name, {boost}));
    this.tokenizer = (text) => words.tokens(String(text)).map((word) => new lunr.Token(word, {}));
    this.pipeline.reset();
    this.pipeline.add(term);
    documents.forEach((document, number) => this.add({number: `d${number}`, ...document}));
  });
}

(async () => {
  const head = site && engine.head(await Promise.all(engine.HEAD.map(read))), get = (name) => read(`${head.version}/${name}`);
  const index = site && engine.open(head, get), known = site && ranking.synonyms(head), said = site && answers(head, get);
  const stock = documents && whole(head);
  const does = {
    terms: (text) => words.terms(text),
    stems: (list) => list.map(words.term),
    unpacked: (text) => [...engine.unpacked(text)],
    vocabulary: (text) => spelling.vocabulary(text),
    distance: (a, b, most) => spelling.distance(a, b, most),
    ours: (clauses) => index.search(clauses).then((hits) => hits.map(({doc, score}) => [`d${doc}`, score])),
    lunrs: (clauses) => stock.query((query) => clauses.forEach(({term, prefix, boost}) => query.term(term, {
      usePipeline: false, boost, wildcard: prefix ? lunr.Query.wildcard.TRAILING : lunr.Query.wildcard.NONE,
    }))).map(({ref, score}) => [ref, score]),
    rank: (text) => ranking.rank(index, known, text, get).then(({hits, mended}) => ({docs: ranking.first(hits, Infinity).map(({doc}) => doc), mended})),
    numbers: (text) => said.numbers(text).then(({places}) => places.map(({label}) => label)),
    place: (text) => said.place(text),
    page: (question) => said.page(question),
    box: async (text, facet, settled = true) => {
      const sayings = [];
      await said.box(text, facet, (data) => sayings.push(data), {still: () => true, settled: async () => settled});
      return sayings;
    },
    ways: (text) => ranking.concepts(text, known).map(({ways}) => ways.map(({terms, prefix}) => terms.join(" ") + (prefix ? "*" : ""))),
    fetched: async (text, typed, more) => {  // `more`: letters still come
      const names = new Set(), saying = answers(head, (name) => { names.add(name); return get(name); });
      for (let n = typed ? 1 : text.length; n <= text.length; n++) {
        const last = !more && n === text.length;
        await saying.box(text.slice(0, n), "all", () => {}, {still: () => true, settled: async () => last});
      }
      return [...names].map((name) => `${head.version}/${name}.js`);
    },
    rehearse: () => rehearse().then(() => "done"),
    head: (files) => { try { return engine.head(files).version; } catch (error) { return error.message; } },
    snippet: (text, terms) => said.snippet(text, new Set(terms)),
  };
  const found = [];
  for (const [name, ...given] of calls) found.push(await does[name](...given));
  process.stdout.write(JSON.stringify(found));
})();
