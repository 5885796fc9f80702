// The answers to many texts against one map, for the tests.
const {atlas, resolve} = require("../../../docs/assets/js/labels.js");
exports.resolveAll = (texts, pages) => { const map = atlas(pages); return texts.map((text) => resolve(text, map)); };
