/* Answers the theme's search box, in the messages that Material for MkDocs speaks with its own worker:
   0 SETUP and 1 READY, 2 QUERY and 3 RESULT; and five more of ours: 4 FACET (the shelf to look on), 5 WAKE (the box has
   the focus: fetch what every question needs), 6 ASK and 7 ANSWER (a page of results), 8 NUMBER and 9 PLACE (where a
   typed number leads). The build puts labels.js and the files beside this one before it, since a worker would fetch
   them one after the other.

   From a disk (file://) this runs in a frame, in place of a worker; files then come as scripts that call searchPart. */
(function () {
  "use strict";
  const framed = typeof document !== "undefined";
  const here = framed ? document.querySelector("script[src*='search/worker.js']").src : location.href;
  const files = new URL("../../../search/", here).href;

  const parts = new Map();
  globalThis.searchPart = (name, value) => parts.set(name, value);

  async function part(path, fresh) {
    const url = `${files}${path}.js`, name = path.split("/").pop();
    if (framed) {
      await importScripts(url);
      return parts.get(name);
    }
    const reply = await fetch(url, fresh ? {cache: "reload"} : {});
    if (!reply.ok) throw new Error(`${reply.status} ${url}`);
    const text = await reply.text();
    return JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));
  }

  const {answers, rehearse} = globalThis.searchAnswers, {HEAD, head: joined} = globalThis.searchEngine;
  let awake;
  function wake(fresh) {
    const coming = Promise.all(HEAD.map((name) => part(name, fresh))).then((parts) => {
      const head = joined(parts), kept = new Map();
      const get = (name) => {
        if (!kept.has(name)) {
          const file = part(`${head.version}/${name}`);
          file.catch(() => kept.delete(name));
          kept.set(name, file);
        }
        return kept.get(name);
      };
      return answers(head, get);
    });
    coming.catch(() => { awake = null; });
    rehearse();  // while the line is waited for
    return (awake = coming);
  }

  /* A site that was published anew has its files under a new name: read the head again, once. */
  async function asked(question) {
    try {
      return await question(await (awake || wake()));
    } catch (error) {
      return question(await wake(true));
    }
  }

  /* While somebody types, the answer waits for a pause: a list that changes with each letter is not worth its work. */
  const PAUSE = 150;  // ms without a letter
  const FEW = 2;  // letters put in or taken away at once by hand; more are pasted
  let before = "";
  function settled(text) {
    const typing = text !== before && Math.abs(text.length - before.length) <= FEW;
    before = text;
    return typing ? new Promise((resolve) => setTimeout(resolve, PAUSE)) : Promise.resolve();
  }

  let latest = 0, query = "", facet = "all";
  async function answer() {
    const turn = ++latest, text = query, pause = settled(text);
    const say = (data) => { if (turn === latest) postMessage({type: 3, data}); };  // a late answer to an old question is dropped
    if (!text.trim()) return say({items: []});
    try {
      const still = () => turn === latest;
      await asked((answers) => answers.box(text, facet, say, {still, settled: () => pause.then(still)}));
    } catch (error) {
      say({items: []});
      throw error;
    }
  }

  const does = {
    0: () => postMessage({type: 1}),
    2: (data) => { query = data; return answer(); },
    4: (data) => { facet = data; return query.trim() ? answer() : null; },
    5: () => awake || wake(),
    6: (data) => asked((answers) => answers.page(data)).then((found) => postMessage({type: 7, data: {...found, id: data.id}}),
      () => postMessage({type: 7, data: {id: data.id, failed: true}})),
    8: (data) => asked((answers) => answers.place(data.text)).then((place) => postMessage({type: 9, data: {id: data.id, place}}),
      () => postMessage({type: 9, data: {id: data.id, place: null}})),
  };
  addEventListener("message", ({data}) => { if (data && does[data.type]) does[data.type](data.data); });
})();
