/* The words of the site that a word which stands nowhere may have been meant for. */
(function (root, make) {
  "use strict";
  if (typeof module === "object" && module.exports) module.exports = make();
  else root.searchSpelling = make();
})(globalThis, function () {
  "use strict";

  /** One letter's words, as macros/manual/shards.py writes them: [{word, common}]. */
  function vocabulary(text) {
    let last = "";
    return text.split(" ").map((entry) => {
      last = last.slice(0, parseInt(entry[0], 36)) + entry.slice(1, -1);
      return {word: last, common: Number(entry.slice(-1))};
    });
  }

  /** How many letters must be put in, left out, changed or swapped with their neighbour; `most` + 1 if more than `most`. */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], last = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const now = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        now.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      before = last; last = now;
    }
    return last[b.length];
  }

  const FEW = 3;  // that are looked up instead

  /** The nearest words, the likeliest first: one error in a short word, two in a long one, the first letter among them. */
  async function nearest(word, letters, get) {
    if (!/^[a-z]{4,}$/.test(word)) return [];
    const most = word.length < 8 ? 1 : 2;
    for (const letter of new Set([word[0], word[1]])) {
      if (!letters.includes(letter)) continue;
      const near = vocabulary(await get("v" + letter))
        .map((known) => ({...known, far: distance(word, known.word, most)}))
        .filter(({far}) => far > 0 && far <= most)
        .sort((a, b) => a.far - b.far || b.common - a.common);
      if (near.length) return near.filter(({far}) => far === near[0].far).slice(0, FEW).map((known) => known.word);
    }
    return [];
  }

  return {vocabulary, distance, nearest};
});
