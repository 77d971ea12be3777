"use strict";
// References by citeproc-js, the reference processor: one JSON document on standard input, one on standard output.
// In: {styles: {slug: xml}, locales: {tag: xml}, cases: [{item, style, locale, locator, label}]}
// Out: [{bibliography, citation}], as HTML, in the order of the cases.

const CSL = require("citeproc");
const { styles, locales, cases } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const engines = new Map();
let current = null;

function engine(style, locale) {
  const key = `${style} ${locale}`;
  if (!engines.has(key)) {
    const door = { retrieveLocale: (tag) => locales[tag] || locales[locale], retrieveItem: () => current };
    // One item has no order, and to prepare for sorting takes half the time.
    const made = new CSL.Engine(door, styles[style].replace(/<sort>[^]*?<\/sort>/g, ""), locale, true);
    made.setOutputFormat("html");
    engines.set(key, made);
  }
  return engines.get(key);
}

const answers = cases.map(({ item, style, locale, locator, label }) => {
  const citing = engine(style, locale);
  current = { ...item, id: "cited" };
  citing.updateItems([]);
  citing.updateItems(["cited"]);
  const cite = locator ? { id: "cited", locator, label } : { id: "cited" };
  const bibliography = citing.makeBibliography()[1].join("");
  return { bibliography, citation: citing.makeCitationCluster([cite]) };
});
process.stdout.write(JSON.stringify(answers));
