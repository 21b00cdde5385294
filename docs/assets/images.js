// An image taken apart: the decision for any class, every pixel with what it adds to it, and every node
// of every layer with what it sees of the image. What is chosen stands in the address, so that a view
// can be sent to somebody. Without this script the page is complete for the class that the network says.

import { define, made } from "./elements.js";
import { framed, reached, square, stepped, under, whole } from "./grids.js";
import { plain, signed } from "./numerals.js";
import { roving } from "./roving.js";

/** @typedef {{layer: string, address: string, page: string, maps: number, chosen?: number[], across: number, size: number[], count: number[], first: number[], field: number[], step: number[], around?: number[], behind: number[], contribution: number[][], lost: number[][]}} Layer */
/** @typedef {{side: number[], grey: number[], shown: number, logits: number[], names?: string[], pixels: number[], paper: number[], biases: {layer: string, added: number[]}[], layers: Layer[]}} Decision */

const GAP = 1; // px of a picture between its maps
const HINT = "Point at a pixel, or go through them by arrow keys: what it adds is said here.";

/** @type {Map<string, Promise<any>>} */
const files = new Map();

/**
 * @param {string} address
 * @param {(answer: Response) => Promise<any>} read
 * @returns {Promise<any>} what a file holds, which is fetched once; nothing where it is missing
 */
function file(address, read) {
  if (!files.has(address)) {
    files.set(address, fetch(address).then((answer) => (answer.ok ? read(answer) : null), () => null));
  }
  return files.get(address);
}

/** @param {string} address @returns {Promise<Decision | null>} */
const decision = (address) => file(address, (answer) => answer.json());

/** @param {string} address @returns {Promise<Float32Array | null>} the numbers of a file of NumPy */
const numbers = (address) => file(address, async (answer) => {
  const content = await answer.arrayBuffer();
  return new Float32Array(content, 10 + new DataView(content).getUint16(8, true));
});

/** @returns {URLSearchParams} what the address says */
const asked = () => new URLSearchParams(location.search);

/**
 * @param {Record<string, string>} said empty for what is taken out of the address
 * @param {boolean} anew whether going back leads to what was there before
 */
function say(said, anew) {
  const now = asked();
  for (const [name, value] of Object.entries(said)) {
    if (value) now.set(name, value);
    else now.delete(name);
  }
  const query = now.toString().replaceAll("%2C", ",");
  const address = `${location.pathname}${query ? `?${query}` : ""}${location.hash}`;
  if (anew) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

/** @param {Layer} layer @param {number} map @returns {number[]} where the picture of a map begins, by its place */
const corner = (layer, map) => [
  (map % layer.across) * (layer.count[1] + GAP),
  Math.floor(map / layer.across) * (layer.count[0] + GAP),
];

/** @param {Layer} layer @param {number} map @returns {number} the number in the network of a map, by its place */
const numbered = (layer, map) => layer.chosen?.[map] ?? map;

/** @param {Decision} told @param {number} but a class that does not count @returns {number} that of the largest logit; -1 if none */
const best = ({ logits }, but = -1) => logits.reduce(
  (most, logit, one) => (one !== but && (most < 0 || logit > logits[most]) ? one : most), -1,
);

/** @param {Decision} told @returns {number} the class that the address asks for; the one that is said where it does not */
const wanted = (told) => whole(asked().get("class") ?? "", told.logits.length) ?? best(told);

/** @param {Decision} told @param {number} of @returns {string} what a class is called */
const called = (told, of) => told.names?.[of] ?? `${of}`;

class ImageDecision extends HTMLElement {
  async connectedCallback() {
    if (this.querySelector("form")) return;
    this.told = await decision(this.dataset.numbers ?? "");
    if (!this.told) return; // the page is complete as it stands
    this.page = this.closest("article") ?? document;
    this.said = this.now = best(this.told); // the page shows it without this script
    this.prepend(this.choice());
    window.addEventListener("popstate", () => this.show());
    this.show();
  }

  choice() {
    const select = made("select", { name: "class" });
    for (const one of this.told.logits.keys()) select.append(new Option(`${called(this.told, one)}${one === this.said ? ", which it says" : ""}`, `${one}`));
    select.addEventListener("change", () => {
      say({ class: select.value === `${this.said}` ? "" : select.value }, true);
      this.show();
    });
    this.select = select;
    const form = made("form", { class: "image-choice" }, made("label", {}, "Decision for class ", select));
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  show() {
    const of = wanted(this.told);
    this.select.value = `${of}`;
    if (of === this.now) return;
    this.now = of;
    const texts = this.texts(of);
    for (const place of this.page.querySelectorAll("[data-text]")) place.textContent = texts[place.dataset.text] ?? place.textContent;
    const picture = this.page.querySelector("img[data-pixels]");
    picture.src = `pixels-${of}.png`;
    picture.alt = `What each pixel adds to the logit of class ${called(this.told, of)}`;
    for (const place of this.page.querySelectorAll(".decision-tables[data-layer]")) this.lists(place, of);
  }

  /** @param {number} of @returns {Record<string, string>} what stands in sentences and sums, for a class */
  texts(of) {
    const { logits, pixels, paper, biases, layers } = this.told;
    const all = biases.reduce((sum, one) => sum + one.added[of], 0);
    const sums = [
      [pixels[of], 0, all],
      ...layers.map((one) => [one.contribution[of].reduce((sum, share) => sum + share, 0), one.around?.[of] ?? 0, one.behind[of]]),
    ];
    return {
      class: called(this.told, of),
      rival: called(this.told, best(this.told, of)),
      logit: plain(logits[of]),
      pixels: signed(pixels[of]),
      paper: signed(paper[of]),
      ink: signed(pixels[of] - paper[of]),
      ...Object.fromEntries(biases.map((one, k) => [`bias-${k}`, signed(one.added[of])])),
      ...Object.fromEntries(sums.flatMap(([added, around, behind], k) => [
        [`sum-${k}`, signed(added)],
        [`around-${k}`, signed(around)],
        [`behind-${k}`, signed(behind)],
        [`gap-${k}`, signed(added + around + behind - logits[of], 6)],
      ])),
    };
  }

  /** @param {Element} place the lists of a layer @param {number} of */
  lists(place, of) {
    const layer = this.told.layers.find((one) => one.address === place.dataset.layer);
    const rival = best(this.told, of);
    for (const table of place.querySelectorAll("table[data-list]")) {
      const apart = table.dataset.list === "apart";
      const [added, lost] = [layer.contribution, layer.lost].map((shares) => (
        apart ? shares[of].map((share, map) => share - shares[rival][map]) : shares[of]
      ));
      for (const body of table.querySelectorAll("tbody[data-rows]")) {
        const sign = body.dataset.rows === "for" ? 1 : -1;
        const maps = [...added.keys()].filter((map) => sign * added[map] > 0);
        maps.sort((one, other) => sign * (added[other] - added[one]) || one - other);
        const rows = maps.slice(0, this.told.shown).map((map) => this.row(layer, map, added[map], lost[map]));
        const none = made("tr", {}, made("td", { colspan: 4 }, body.dataset.none));
        const head = made("tr", {}, made("th", { colspan: 4, scope: "rowgroup" }, body.dataset.rows));
        body.replaceChildren(...(rows.length ? [head, ...rows] : [none]));
      }
    }
  }

  /**
   * @param {Layer} layer
   * @param {number} map
   * @param {number} added
   * @param {number} lost
   */
  row(layer, map, added, lost) {
    const [rows, columns] = layer.count;
    const all = made("image", { href: `${layer.address}.png`, width: layer.size[0], height: layer.size[1] });
    const picture = made("svg", { class: "crop", viewBox: [...corner(layer, map), columns, rows].join(" "), "aria-hidden": "true" }, all);
    const link = made("a", { href: layer.page.replace("{}", `${numbered(layer, map)}`) }, picture, ` map ${numbered(layer, map)}`);
    const cells = [added, lost, lost - added].map((value) => made("td", {}, signed(value)));
    return made("tr", {}, made("th", { scope: "row" }, link), ...cells);
  }
}

class ImagePixels extends HTMLElement {
  async connectedCallback() {
    if (this.told) return;
    this.told = await decision(this.dataset.numbers ?? "");
    if (!this.told) return;
    const pictures = [...this.querySelectorAll(".marked")];
    this.marks = pictures.map((picture) => this.marked(picture));
    this.output = made("output", {}, HINT);
    this.append(this.output);
    this.listen(pictures.at(-1));
    // another class was chosen, or another address
    this.closest("article")?.addEventListener("change", () => this.show(this.shown));
    window.addEventListener("popstate", () => this.again());
    this.again();
  }

  /** @param {Element} picture @returns {SVGSVGElement} what lies over it and frames a pixel */
  marked(picture) {
    const [rows, columns] = this.told.side;
    const frames = ["under", "over"].map((name) => made("rect", { class: name }));
    const mark = made("svg", { class: "mark", viewBox: `0 0 ${columns} ${rows}`, "aria-hidden": "true" }, ...frames);
    picture.append(mark);
    const there = (/** @type {MouseEvent} */ event) => square(under(mark, event).reverse().join(), this.told.side);
    picture.addEventListener("pointermove", (event) => {
      const pixel = event.pointerType === "mouse" && there(event);
      if (pixel) this.show(pixel);
    });
    picture.addEventListener("pointerleave", () => this.show(this.pinned));
    picture.addEventListener("click", (event) => {
      const pixel = there(event);
      if (pixel) this.pin(pixel, true);
    });
    return mark;
  }

  /** @param {Element} picture in which arrows go from pixel to pixel */
  listen(picture) {
    reached(picture, "Pixels of the image: arrow keys go from one to the next");
    const now = () => this.shown ?? this.told.side.map((one) => one >> 1);
    picture.addEventListener("focus", () => this.show(now()));
    picture.addEventListener("blur", () => this.show(this.pinned));
    picture.addEventListener("keydown", (event) => {
      const next = stepped(event, now(), this.told.side);
      if (next) this.pin(next, false);
    });
  }

  /** Show what the address says. */
  again() {
    this.pinned = square(asked().get("pixel"), this.told.side);
    this.show(this.pinned);
  }

  /** @param {number[]} pixel that is shown again when the pointer has left @param {boolean} anew */
  pin(pixel, anew) {
    this.pinned = pixel;
    say({ pixel: pixel.join() }, anew);
    this.show(pixel);
  }

  /** @param {number[] | null} pixel row and column, for the class that the address asks for; null for none */
  async show(pixel) {
    this.shown = pixel;
    const values = pixel && (await numbers(this.dataset.values ?? ""));
    if (this.shown !== pixel) return; // the pointer has gone on
    for (const mark of this.marks) mark.toggleAttribute("hidden", !values);
    this.output.textContent = values ? this.said(pixel, values) : HINT;
    if (values) for (const mark of this.marks) framed(mark, pixel[1], pixel[0], 1, 1);
  }

  /** @param {number[]} pixel @param {Float32Array} values of all classes @returns {string} */
  said([row, column], values) {
    const [rows, columns] = this.told.side;
    const [of, number] = [wanted(this.told), row * columns + column];
    return `Row ${row}, column ${column}, grey ${this.told.grey[number]}: `
      + `adds ${signed(values[of * rows * columns + number], 4)} to the logit of ${called(this.told, of)}.${this.seen([row, column])}`;
  }

  /** @param {number[]} pixel @returns {string} how many nodes of the last layer have it in their field */
  seen(pixel) {
    const layer = this.told.layers.at(-1);
    if (!layer) return "";
    const [down, across] = pixel.map((one, axis) => [...Array(layer.count[axis]).keys()].filter((node) => {
      const into = one - layer.first[axis] - node * layer.step[axis];
      return into >= 0 && into < layer.field[axis];
    }).length);
    return ` Of the ${layer.count[0] * layer.count[1]} nodes of each map of ${layer.layer}, ${down * across || "none"} ${down * across === 1 ? "sees" : "see"} it.`;
  }
}

class ImageLayers extends HTMLElement {
  async connectedCallback() {
    if (this.told) return;
    this.told = await decision(this.dataset.numbers ?? "");
    if (!this.told) return;
    const walls = (this.closest("article") ?? document).querySelectorAll(".wall");
    this.walls = new Map([...walls].map((wall) => [wall.dataset.layer, wall.querySelector("svg")]));
    for (const [address, wall] of this.walls) this.watch(this.layer(address), wall);
    this.watchOne();
    window.addEventListener("popstate", () => this.again());
    await this.again();
    if (asked().has("layer")) this.scrollIntoView({ block: "center" });
  }

  /** @param {string | null} address @returns {Layer | undefined} */
  layer(address) {
    return this.told.layers.find((one) => one.address === address);
  }

  /** Show what the address says; what the page showed at first where it says nothing. */
  async again() {
    const said = asked();
    const asks = this.layer(said.get("layer"));
    const layer = asks ?? this.layer(this.dataset.layer);
    const named = asks ? said.get("map") ?? "0" : this.dataset.map;
    const map = layer.chosen ? Math.max(0, layer.chosen.indexOf(Number(named))) : whole(named, layer.maps) ?? 0;
    const node = asks ? square(said.get("node"), layer.count) : null;
    await this.pin(layer, map, node ?? (await this.strongest(layer, map)));
  }

  /** @param {Layer} layer @param {number} map @returns {Promise<number[]>} row and column of its strongest node */
  async strongest(layer, map) {
    const values = (await numbers(`${layer.address}.npy`)) ?? [];
    let best = 0;
    for (let node = 1; node < layer.count[0] * layer.count[1]; node++) {
      if (values[node * layer.maps + map] > values[best * layer.maps + map]) best = node;
    }
    return [Math.floor(best / layer.count[1]), best % layer.count[1]];
  }

  /**
   * Keep a node, which is shown again when the pointer has left.
   * @param {Layer} layer @param {number} map @param {number[]} node
   * @param {"" | "anew" | "over"} how it goes into the address
   */
  async pin(layer, map, node, how = "") {
    this.pinned = { layer, map, node };
    if (how) say({ layer: layer.address, map: `${numbered(layer, map)}`, node: node.join(",") }, how === "anew");
    for (const [address, wall] of this.walls) {
      for (const [number, link] of wall.querySelectorAll("a").entries()) {
        link.classList.toggle("chosen", address === layer.address && number === map);
      }
    }
    await this.show(layer, map, node);
  }

  /** @param {Layer} layer @param {number} map @param {number[]} node */
  async show(layer, map, node) {
    this.shown = { layer, map, node };
    const values = await numbers(`${layer.address}.npy`);
    if (this.shown.node !== node || !values) return; // the pointer has gone on
    const [row, column] = node;
    const [across, down] = corner(layer, map);
    const [rows, columns] = layer.count;
    const one = this.querySelector(".one");
    one.setAttribute("viewBox", [across, down, columns, rows].join(" "));
    const picture = one.querySelector("image");
    for (const [key, value] of Object.entries({ href: `${layer.address}.png`, width: layer.size[0], height: layer.size[1] })) {
      picture.setAttribute(key, `${value}`);
    }
    framed(one, across + column, down + row, 1, 1);
    const [top, left] = [0, 1].map((axis) => layer.first[axis] + node[axis] * layer.step[axis]);
    framed(this.querySelector(".input"), left, top, layer.field[1], layer.field[0]);
    const seen = [top, left].map((first, axis) => [Math.max(first, 0), Math.min(first + layer.field[axis], this.told.side[axis]) - 1]);
    const value = values[(row * columns + column) * layer.maps + map];
    this.querySelector("output").textContent = `Map ${numbered(layer, map)} of ${layer.layer}, row ${row}, column ${column}: ${plain(value)}. `
      + `Sees rows ${seen[0].join(" to ")}, columns ${seen[1].join(" to ")}.`;
    const link = this.querySelector("a");
    link.textContent = `All about map ${numbered(layer, map)}`;
    link.setAttribute("href", layer.page.replace("{}", `${numbered(layer, map)}`));
  }

  /** @param {Layer} layer @param {number} x @param {number} y @returns {[number, number[]] | null} map and node there */
  found(layer, x, y) {
    const [rows, columns] = layer.count;
    const [across, down] = [Math.floor(x / (columns + GAP)), Math.floor(y / (rows + GAP))];
    const [column, row] = [x - across * (columns + GAP), y - down * (rows + GAP)];
    const map = down * layer.across + across;
    const inside = x >= 0 && y >= 0 && across < layer.across && column < columns && row < rows && map < layer.maps;
    return inside ? [map, [row, column]] : null;
  }

  back() {
    const { layer, map, node } = this.pinned;
    this.show(layer, map, node);
  }

  /** @param {Layer} layer @param {SVGSVGElement} wall its maps, through which pointer and arrows go */
  watch(layer, wall) {
    const links = [...wall.querySelectorAll("a")];
    wall.addEventListener("pointermove", (event) => {
      const there = event.pointerType === "mouse" && this.found(layer, ...under(wall, event));
      if (there) this.show(layer, ...there);
    });
    wall.addEventListener("pointerleave", () => this.back());
    wall.addEventListener("click", (event) => {
      // keys follow the link, and so does whoever opens it elsewhere
      if (event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const there = this.found(layer, ...under(wall, event));
      if (there) this.pin(layer, ...there, "anew");
    });
    roving(wall, "a");
    wall.addEventListener("keydown", async (event) => {
      const next = links.indexOf(document.activeElement);
      // a key that went to another map shows it; one that only passes by leaves what was chosen
      if (event.defaultPrevented && next >= 0) await this.pin(layer, next, await this.strongest(layer, next), "over");
    });
  }

  /** Let pointer and arrows go through the nodes of the map that is shown large. */
  watchOne() {
    const one = this.querySelector(".one");
    reached(one, "Nodes of the map: arrow keys go from one to the next");
    const there = (/** @type {PointerEvent} */ event) => {
      const { layer } = this.shown;
      return this.found(layer, ...under(one, event));
    };
    one.addEventListener("pointermove", (event) => {
      const node = event.pointerType === "mouse" && there(event);
      if (node) this.show(this.shown.layer, ...node);
    });
    one.addEventListener("pointerleave", () => this.back());
    one.addEventListener("click", (event) => {
      const node = there(event);
      if (node) this.pin(this.shown.layer, ...node, "anew");
    });
    one.addEventListener("keydown", (event) => {
      const { layer, map, node } = this.pinned;
      const next = stepped(event, node, layer.count);
      if (next) this.pin(layer, map, next, "over");
    });
  }
}

define("image-decision", ImageDecision);
define("image-pixels", ImagePixels);
define("image-layers", ImageLayers);
