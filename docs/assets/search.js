// The worker that searches. It stands before that of the theme, whose name comes with the address, and
// differs from it in two ways. Nothing is fetched before a reader has typed a letter: what the page
// sends first is a list without entries, and the entries come from a file beside it. And words are
// found however they are spelt: without accents, and British or American.
const theme = `javascripts/workers/${location.search.slice(1)}`;
const SETUP = 0;
const READY = 1;
const QUERY = 2;

/** Spellings that are led back to one, at the end of words or within them. */
const SPELLINGS = [
  [/ae|oe|ue/g, (/** @type {string} */ pair) => pair[0]],
  [/([a-z]{3})is(e|ed|es|er|ers|ing|ation|ations|able)$/, "$1iz$2"],
  [/([a-z]{3})ys(e|ed|es|ing)$/, "$1yz$2"],
  [/our(s|ed|ing|able|less|hood)?$/, "or$1"],
  [/(cent|fib|met|spect)re(s|d)?$/, "$1er$2"],
  [/([a-z]{2})ll(ed|ing|er|ers)$/, "$1l$2"],
  [/ogue(s)?$/, "og$1"],
  [/^grey/, "gray"],
];

/** @param {string} word */
function folded(word) {
  const plain = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss");
  return SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), plain);
}

/**
 * A number is meant as it stands, not as the beginning of others; only the last may still be growing.
 * @param {string} text what is asked
 */
const plain = (text) =>
  text
    .replace(/(?<=[\p{L}\p{N}])[-_]+(?=[\p{L}\p{N}])/gu, " ")
    .replace(/[\p{L}\p{M}]+/gu, folded)
    .replace(/(?<=^|\s)\d+(?=\s)/g, "$&^1")
    .replace(/(?<=^|\s)\d+$/, "$&^3 $&");

/** @param {object} data for the theme's worker, which listens as this one does */
const pass = (data) => self.dispatchEvent(new MessageEvent("message", { data }));

/** @type {Promise<void> | undefined} */
let begun;
/** @type {any} */
let setup;

async function begin() {
  const answer = await fetch(new URL("../search/entries.json", location.href));
  const docs = await answer.json();
  await importScripts(theme); // from a folder it comes later
  // every word of the index is folded where others would take its stem, and what is asked before it is passed
  self.lunr.stemmer = (/** @type {any} */ token) => token.update(folded);
  self.lunr.Pipeline.registerFunction(self.lunr.stemmer, "folded");
  const post = self.postMessage.bind(self);
  const ready = new Promise((done) => {
    self.postMessage = (/** @type {any} */ said) => {
      if (said.type === READY) return done(undefined); // the page was told before
      // what a page is called by stands in its title or address; as marks beside it, it would be read twice
      for (const one of said.data?.items?.flat() ?? []) delete one.tags;
      return post(said);
    };
  });
  pass({ ...setup, data: { ...setup.data, docs } });
  await ready;
}

self.addEventListener("message", async (event) => {
  if (!event.isTrusted) return;
  event.stopImmediatePropagation();
  if (event.data.type === SETUP) {
    setup = event.data;
    self.postMessage({ type: READY });
  } else if (event.data.type === QUERY && event.data.data) {
    begun ??= begin();
    await begun;
    pass({ ...event.data, data: plain(event.data.data) });
  }
});
