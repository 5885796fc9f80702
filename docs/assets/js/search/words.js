/* How a query becomes terms: letter for letter what macros/manual/words.py did to the text. The why of each rule stands
   there; tests hold the two together. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) module.exports = make(require("./stemmer.js"));
  else root.searchWords = make(root.porterStemmer);
})(globalThis, function (stem) {
  "use strict";

  const STOP_WORDS = new Set(("a able about across after all almost also am among an and any are as at be because been but by can " +
    "could dear did do does either else ever every for from get got had has have he her hers him his how however i if in into is it " +
    "its just least let like likely may me might most must my of off often on or other our own rather said say says she should since " +
    "so some than that the their them then there these they this tis to too twas us wants was we were what when where which while " +
    "who whom why will with would yet you your it's what's who's vs versus").split(" "));

  const LETTERS = "0-9a-z\\u00df-\\u024f", HYPHENS = "\\-\\u2010\\u2011";
  const WORD = new RegExp(`[${LETTERS}]+(?:[.&'][${LETTERS}]+|\\([0-9a-z]{1,3}\\))*`, "g");
  const BRACKETED = /\([0-9a-z]{1,3}\)/g, INITIALS = /^[a-z](?:\.[a-z])+$/, PLAIN = /^[a-z]+$/;
  const PREFIXED = new RegExp(`(?<![0-9a-z${HYPHENS}.&])([a-z]{1,3})[${HYPHENS}]([a-z]{3,})(?![0-9a-z])`, "g");
  const STATUTE = /(?<![0-9a-z.])(\d{1,2})[ ]?u\.?[ ]?s\.?[ ]?c\.?[ ]?(?:\u00a7+[ ]?)?(\d+[a-z]*)/g;
  const FORM = /(?<![0-9a-z])(dd|sf|da|af|dsca|dla|eximbank)[ ](?:forms?[ ])?(\d{2,4}[a-z]?)(?![0-9a-z-])/g;
  const MEMO = new RegExp(`(?<![0-9a-z${HYPHENS}.])(\\d\\d)[${HYPHENS}](\\d\\d)(?![0-9a-z${HYPHENS}])`, "g");

  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\u2019/g, "'").replace(/(?<=\d),(?=\d{3}(?!\d))/g, "").split(/\s+/).filter(Boolean).join(" ");

  function spellings(word) {
    if (INITIALS.test(word)) return [word.replaceAll(".", "")];
    const found = word.includes("(") ? [...word.matchAll(BRACKETED)].map((match) => word.slice(0, match.index)) : [];
    return [...found, word.endsWith("'s") ? word.slice(0, -2) : word];
  }

  /** The words of `text` in order, then what stands for several of them together. */
  function tokens(text) {
    text = folded(text);
    const joined = (pattern, between) => [...text.matchAll(pattern)].map((match) => match[1] + between + match[2]);
    return [...(text.match(WORD) || []).flatMap(spellings), ...joined(PREFIXED, ""), ...joined(STATUTE, "usc"),
      ...joined(FORM, ""), ...joined(MEMO, "-")];
  }

  /** The term of one word, "" for a word that is not looked up. */
  const term = (word) => (STOP_WORDS.has(word) ? "" : PLAIN.test(word) ? stem(word) : word);
  const terms = (text) => tokens(text).map(term).filter(Boolean);

  return {tokens, term, terms};
});
