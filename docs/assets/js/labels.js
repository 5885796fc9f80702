/* The numbers of the manual: what a typed or pasted text may mean, and where each number is.
   Pure, without page or network: cite.js uses it in the browser, the tests in node. A label is written as the
   build writes it, C5.4.2.1, C15-Legacy.2.13, AP7.C3.3.1, C5.T3A: capitals, no final dot. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) module.exports = make();
  else root.manualLabels = make();
})(globalThis, function () {
  "use strict";

  /* ---- What a label says about itself -------------------------------------------------------------------------- */

  const CHAPTER = /^C(\d+)(-Legacy)?$/, APPENDIX = /^AP(\d+)$/, GUIDE = /^AP\d+\.C(\d+)/;
  const KINDS = {T: "Table", F: "Figure"};

  const part = (label) => label.split(".")[0];
  const parent = (label) => label.split(".").slice(0, -1).join(".");
  const printed = (label) => (label.includes(".") ? label + "." : label);

  /** With its kind before it, as the manual cites it: "Section C5.4.", "Table C5.T3A.", "Chapter 5". */
  function titled(label) {
    const mark = /\.([TF])\d+[A-Z]?$/.exec(label), chapter = CHAPTER.exec(label), appendix = APPENDIX.exec(label);
    if (mark) return `${KINDS[mark[1]]} ${printed(label)}`;
    if (chapter) return `Chapter ${chapter[1]}${chapter[2] || ""}`;
    if (appendix) return `Appendix ${appendix[1]}`;
    return label.includes(".") ? `Section ${printed(label)}` : label;
  }

  /** The official place: the same rule as macros/manual/official.py, which the tests hold it to. */
  function official(label) {
    const site = "https://samm.dsca.mil", owner = part(label), guide = GUIDE.exec(label);
    const anchor = label.includes(".") ? `#${printed(label).replace("-Legacy", "L")}` : "";
    if (guide) return `${site}/rcg/chapter-${guide[1]}`;
    const chapter = CHAPTER.exec(owner), appendix = APPENDIX.exec(owner);
    if (appendix) return `${site}/appendix/appendix-${appendix[1]}${anchor}`;
    if (owner === "C0") return `${site}/listing/chapters`;  // the front sections, which have pages apart
    if (chapter) return `${site}/chapter/chapter-${chapter[1]}${chapter[2] ? "-legacy" : ""}${anchor}`;
    return `${site}/program/${owner}`;
  }

  /* ---- What a text may mean ------------------------------------------------------------------------------------ */

  /* number = [ series ] [ chapter [ "-Legacy" | "L" ] ] [ ".C" guide ] { "." step } [ "." ( "T" | "F" ) serial [ letter ] ]
     between parts any dots, spaces or dashes; capitals or small letters; every number may have zeros before it. */
  const GAP = "[\\s.\\-–]*", STEP = "(?:[\\s.\\-–]+\\d{1,3}(?!\\d))";
  const NUMBER = new RegExp(
    `^(?:(?<series>C|AP|A)${GAP})?(?<first>\\d{1,3})(?<legacy>[\\s-]*LEGACY|-?L(?=[\\s.]|[TF]\\d|$))?` +
    `(?:${GAP}C(?<guide>\\d{1,3}))?(?<steps>${STEP}*)` +
    `(?:${GAP}(?<mark>[TF])${GAP}(?<serial>\\d{1,3}))?(?:\\s?(?<letter>[A-Z]))?[\\s.]*$`, "i");
  const PROGRAM = /^(?<program>(?!AP?\d|C\d|AP(?:\.|$))[A-Z]{2,6})(?<steps>(?:\.\d{1,3})*)(?:\.(?<mark>[TF])(?<serial>\d{1,3})(?<letter>[A-Z])?)?\.?$/i;
  const BEFORE = /^(?:(?:see|the|in|at|of|dsca|dod|samm|manual|5105\.38-?M)(?=[\s,:])[\s,:]*)+/i;
  const KEYWORD = /^(section|sec|§|sub-?paragraph|paragraph|para|table|figure|fig|chapter|chap|ch|appendix|app|program(?:me)?)s?(?=[\s.\d]|C\s?\d|AP?\s?\d)[\s.]*/i;
  const WORDS = {sec: "section", "§": "section", fig: "figure", chap: "chapter", ch: "chapter", app: "appendix"};
  /* A number inside other words is written in full: a letter and a dot at least, or Chapter or Appendix before it. */
  const INSIDE = new RegExp(
    "(?<![\\w.])(?:(?:C\\d{1,3}(?:-Legacy|L(?=\\.))?|AP?\\d{1,3}(?:\\.C\\d{1,3})?)(?:\\.\\d{1,3})*(?:\\.?[TF]\\d{1,3}[A-Z]?)?(?![\\w(-])" +
    "|(?<!volume \\d{1,3}[A-Z]?,? |DTR |DLMS )(?:Chapter|Appendix) \\d{1,3}(?:-Legacy)?(?!\\w|\\s+of the D))", "gi");

  const LONGEST = 2000;  // characters: a pasted paragraph, not a pasted book

  /**
   * What `text` may mean, likeliest first: [{label, sure}]. `sure` is false where a letter that the text does not
   * have was supplied, so that "5.1" may be C5.1 and AP5.1.
   */
  function readings(text) {
    const words = text.slice(0, LONGEST).normalize("NFKC").replace(/[\u200b\u00ad]/g, "").replace(/\s+/g, " ")
      .replace(/^[\s"'“”‘’([<]+|[\s"'“”‘’)\]>,;:!?]+$/g, "");
    if (isAddress(words)) return address(words);
    const whole = phrase(words);
    return whole.length ? whole : inside(words);
  }

  /* phrase = { "SAMM" | "see" | … } [ keyword ] number */
  function phrase(text) {
    let rest = text.replace(BEFORE, "");
    const rcg = /^RCG[\s,:]+(?:chapter\s+)?C?(?=\d)/i.exec(rest);  // the guide that is Appendix 7
    if (rcg) rest = "AP7.C" + rest.slice(rcg[0].length);
    const found = KEYWORD.exec(rest);
    if (!found) return number(rest, "");
    const said = found[1].toLowerCase();
    return number(rest.slice(found[0].length), WORDS[said] || said.replace(/^sub-?/, "").replace(/^para(graph)?$/, "section"));
  }

  function number(text, keyword) {
    const found = NUMBER.exec(text);
    if (!found) return program(text, keyword);
    const g = found.groups, steps = (g.steps.match(/\d+/g) || []).map(Number);
    const bare = !g.series && !steps.length && !g.mark && !g.guide && !g.letter;
    if (bare && !["", "chapter", "appendix"].includes(keyword)) return [];  // "Section 21" is an act's
    if (!g.series && /[\s–-]\d/.test(text) && !keyword) return [];  // "22-85" is a memo's, "15 30" anything
    if (steps.includes(0) || g.serial === "0") return [];
    const front = g.first === "0" && !g.legacy && !g.guide && !/^A/i.test(g.series || "") && keyword !== "appendix";
    if (!Number(g.first) && !front) return [];  // only chapters start from 0, with the front sections
    return owners(g, keyword).flatMap(({owner, sure}) =>
      endings(g, steps, keyword).map((end) => ({label: owner + end.text, sure: sure && end.sure})));
  }

  /* The owners that a number may have: its own letter, the keyword's, or else chapter and appendix in turn. */
  function owners({series, first, legacy, guide}, keyword) {
    const chapter = `C${Number(first)}${legacy ? "-Legacy" : ""}`;
    const appendix = `AP${Number(first)}${guide ? `.C${Number(guide)}` : ""}`;
    if (series) return /^A/i.test(series) ? [{owner: appendix, sure: true}] : guide ? [] : [{owner: chapter, sure: true}];
    if (keyword === "appendix" || guide) return [{owner: appendix, sure: keyword === "appendix"}];
    if (keyword === "chapter" || legacy) return [{owner: chapter, sure: keyword === "chapter"}];
    return [{owner: chapter, sure: false}, ...(Number(first) ? [{owner: appendix, sure: false}] : [])];
  }

  /* The ends that a number may have: "Table C5.3A" lacks its T, "Figure C5.T3A." says two things. */
  function endings({mark, serial, letter = ""}, steps, keyword) {
    const plain = (numbers) => numbers.map((n) => `.${n}`).join("");
    const named = {table: "T", figure: "F"}[keyword], end = letter.toUpperCase();
    if (mark) {
      const written = mark.toUpperCase(), tail = Number(serial) + end;
      const made = [{text: `${plain(steps)}.${written}${tail}`, sure: true}];
      return named && named !== written ? [...made, {text: `${plain(steps)}.${named}${tail}`, sure: false}] : made;
    }
    if (!named && !end) return [{text: plain(steps), sure: true}];
    if (!steps.length) return [];
    const above = plain(steps.slice(0, -1)), last = steps[steps.length - 1];
    const made = (named ? [named] : ["T", "F"]).map((m) => ({text: `${above}.${m}${last}${end}`, sure: Boolean(named)}));
    return end ? made : [...made, {text: plain(steps), sure: false}];
  }

  function program(text, keyword) {
    const found = PROGRAM.exec(text);
    if (!found || /(^|\.)0/.test(text)) return [];
    const g = found.groups, numbered = g.steps || g.mark;
    const named = /^program/.test(keyword);
    if (!numbered && !named && text !== text.toUpperCase()) return [];
    const end = g.mark ? `.${g.mark.toUpperCase()}${g.serial}${(g.letter || "").toUpperCase()}` : "";
    return [{label: g.program.toUpperCase() + g.steps + end, sure: Boolean(numbered) || named}];  // "LOA" is a word
  }

  function inside(text) {
    const found = (text.match(INSIDE) || []).filter((piece) => /[. ]|\d[TF]\d/i.test(piece)).flatMap((piece) => phrase(piece));
    const programs = (text.match(/(?<![\w.])[A-Z]{2,6}\.\d{1,3}(?:\.[TF]?\d{1,3}[A-Z]?)*(?![\w(])/g) || [])
      .flatMap((piece) => number(piece, ""));
    return once([...found, ...programs]);
  }

  /* ---- Addresses, of the official site and of this one ----------------------------------------------------------- */

  const isAddress = (text) => /^[a-z]+:\/\/|^www\.|^[\w.-]+\.mil\b|^[/#]|^\S+\/\S*$/i.test(text) && !/\s/.test(text);

  /* The number after "#", else the last part of the way that names one. */
  function address(text) {
    const [way, hash] = text.replace(/^[a-z]+:\/\/[^/]*/i, "").split("#").map(decoded);
    const byHash = hash ? written(hash) : [];
    if (byHash.length) return byHash;
    const parts = way.replace(/\?.*$/, "").split("/").filter(Boolean).reverse();
    for (const [n, last] of parts.entries()) {
      const found = segment(last, parts[n + 1] || "");
      if (found.length) return found;
    }
    return [];
  }

  function segment(text, before) {
    const page = /^(chapter|appendix)-(\d{1,3})(-legacy)?(?:-.*)?$/i.exec(text);
    const caption = /^(table|figure)-(.+)$/i.exec(text);
    if (page && before === "rcg") return number(`AP7.C${page[2]}`, "");
    if (page) return phrase(`${page[1]} ${page[2]}${page[3] || ""}`);
    if (caption) return written(caption[2]);
    if (/^program$/i.test(before)) return number(text, "program");
    const file = text.replace(/\.(?:pdf|html?|docx?|xlsx?|pptx?|md|png|jpg)$/i, "").replace(/_\d+$/, "");
    const whole = written(file);
    return whole.length ? whole : inside(file.replace(/[_+]/g, " "));
  }

  /* A number with its letter, as it stands in an address. */
  const written = (text) => phrase(text).filter((reading) => reading.sure && /^(?:C|AP?)\d|\./i.test(text));

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  function once(found) {
    const seen = new Set();
    return found.filter(({label}) => !seen.has(label) && seen.add(label));
  }

  /* ---- Where it is ------------------------------------------------------------------------------------------------ */

  /**
   * The file assets/cite.json made ready: `places` from label to its places [{label, title, url}], `listed` the
   * titles of sections that only the official manual has so far, `gone` from a number that was taken back to the
   * one in its place ("" if none).
   */
  function atlas({pages, listed = {}, gone = {}}) {
    const places = new Map();
    for (const [page, anchors] of Object.entries(pages)) {
      for (const [anchor, title] of Object.entries(anchors)) {
        const label = anchor.replace(/-\d+$/, "");  // the second of two equal numbers on a page is C6.7.3.1.1-2
        const place = {label, title, url: `${page}#${anchor}`};
        places.set(label, [...(places.get(label) || []), place]);
      }
    }
    return {places, listed: new Map(Object.entries(listed)), gone: new Map(Object.entries(gone))};
  }

  /**
   * The answer to `text`: `found`, the places it may mean, and `missing`, the numbers it names that this edition
   * does not hold, each with {label, title, official, nearest, now}. `straight` is the place to go without asking.
   * Guesses count only where they lead somewhere.
   */
  function resolve(text, map) {
    const read = readings(text);
    const found = read.flatMap(({label}) => map.places.get(label) || []);
    const unknown = read.filter(({label}) => !map.places.has(label));
    let missing = unknown.filter(({sure}) => sure);
    if (!found.length && !missing.length) missing = likeliest(unknown, map);
    return {
      found,
      missing: missing.map(({label}) => absent(label, map)),
      straight: found.length === 1 && !missing.length ? found[0] : null,
    };
  }

  /* Of several guesses that all lead nowhere, those that come closest to something. */
  function likeliest(guesses, map) {
    const depth = ({label}) => (nearest(label, map) || {label: ""}).label.split(".").length;
    const known = guesses.filter(({label}) => nearest(label, map));
    const best = Math.max(...known.map(depth));
    return known.filter((guess) => depth(guess) === best);
  }

  function nearest(label, map) {
    for (let above = parent(label); above; above = parent(above)) {
      if (map.places.has(above)) return map.places.get(above)[0];
    }
    return null;
  }

  function absent(label, map) {
    const now = map.gone.get(label), above = nearest(label, map);
    const exists = above || map.places.has(part(label)) || !/^(?:C|AP)\d/.test(label);
    return {
      label,
      title: map.listed.get(label) || "",
      official: exists ? official(label) : "",  // there is no Chapter 44 to lead to
      nearest: above,
      gone: map.gone.has(label),
      now: now && map.places.has(now) ? map.places.get(now)[0] : null,
    };
  }

  /** Whether the whole text is one number, so that no other words are asked for. */
  const isNumber = (text) => isAddress(text.trim()) ? readings(text).length > 0 : phrase(text.normalize("NFKC").replace(/\s+/g, " ").trim()).length > 0;
  /** Whether a label is a section's own, which is its page: C5.4. */
  const isSection = (label) => /^[A-Z]+\d*(?:-Legacy)?(?:\.\d+)?$/.test(label);

  return {readings, resolve, atlas, titled, printed, parent, official, isNumber, isSection};
});
