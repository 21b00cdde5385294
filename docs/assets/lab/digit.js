// A digit in the hand: drawn, or begun with an image of the site, changed by sliders, read by the network
// at once. Every map, every node and what each adds to the decision stand beneath it. What is chosen
// stands in the address, the drawing too.

import { choose, define, made } from "../elements.js";
import { framed, reached, square, stepped, under, whole } from "../grids.js";
import { plain, signed } from "../numerals.js";
import { roving } from "../roving.js";
import { BOX, Paper, openFour, pad, paint, prepared } from "./drawing.js";
import { Lab, greyOf, pixelsOf, read, standardised } from "./frame.js";
import { largest } from "./operations.js";

/** @typedef {{image: number, name: string, label: number | null, said: number, address: string, pixels: string}} Digit */
/** @typedef {{layer: string, folder: string, pages: boolean}} Shelf where the maps of a layer stand */
/** @typedef {{name: string, kind: string, shape: number[], mapped: boolean, fields: {firsts: number[][], stops: number[][]} | null}} Step */
/** @typedef {{layer: string, map: number, node: number[] | null}} Chosen where node is null, the strongest */

const LISTED = 6; // terms of a sum that are listed one by one
const SHIFT = 8; // px, two steps of the deepest nodes of the series' network
const FOUR = "four"; // how the address calls the drawn 4
const BLANK = "blank"; // and paper without ink, since nothing at all is what a first look begins with
const STEPS = { box: "fit into 20 × 20 px", mass: "centre of mass in the middle", grey: "grey edges" };

/** @param {number} chance @param {string[]} signs for what rounding would make 1 or 0 */
const probability = (chance, [more, less] = ["> ", "< "]) => (chance > 0.99995 ? `${more}0.9999` : chance < 0.00005 ? `${less}0.0001` : chance.toFixed(4));

/** @param {number[]} shape @returns {number[]} rows, columns and maps */
const places = (shape) => (shape.length === 3 ? shape : [1, 1, shape[0]]);

/** @param {{added: number}[]} terms @returns {any[]} those that add or take most first */
const ordered = (terms) => [...terms].sort((one, other) => Math.abs(other.added) - Math.abs(one.added));

/** @param {string} text @param {Node | string} control */
const labelled = (text, ...control) => made("label", {}, made("span", {}, text), ...control);

// px of a wall: the side of a map, the bar below it, and what lies between
const [TILE, BAR, GAP] = [52, 4, 4];
const NARROW = matchMedia("(max-width: 30em)");

/** The maps of one layer, or its nodes: one picture, on which each is a button, and below each what it adds. */
class Wall {
  /** @param {Step} step @param {DigitLab} lab */
  constructor(step, lab) {
    Object.assign(this, { step, lab });
    const [rows, columns, maps] = (this.places = places(step.shape));
    this.single = rows * columns === 1;
    const name = this.single ? "node" : "map";
    this.buttons = Array.from({ length: maps }, (_, map) => (
      made("button", { type: "button", "aria-label": `${name} ${map}`, title: `${name} ${map}`, "data-map": map }, made("i", {}))
    ));
    // every map as it is, side by side, and the wall on which they are shown large
    this.row = made("canvas", { width: maps * columns, height: rows }).getContext("2d");
    this.wall = made("canvas", { class: "lab-tiles" }).getContext("2d");
    this.grid = made("div", { class: "lab-maps", role: "group", "aria-label": this.title }, this.wall.canvas, ...this.buttons);
    this.told = made("p", { class: "lab-fine" });
    this.element = made("section", { class: "lab-wall" }, made("h3", {}, this.title), this.grid, this.told);
    this.lay();
    NARROW.addEventListener("change", () => {
      this.lay();
      this.paint();
    });
    this.watch();
  }

  get title() {
    const [rows, columns, maps] = this.places;
    return this.single ? `${this.step.name}: ${maps} nodes` : `${this.step.name}: ${maps} maps of ${rows} × ${columns} nodes`;
  }

  /** Make the wall as wide as there is room. */
  lay() {
    const [, , maps] = this.places;
    this.across = Math.min(maps, this.single ? (NARROW.matches ? 10 : 25) : NARROW.matches ? 8 : 16);
    this.grid.style.setProperty("--across", `${this.across}`);
    this.wall.canvas.width = this.across * (TILE + GAP);
    this.wall.canvas.height = Math.ceil(maps / this.across) * (TILE + BAR + GAP);
  }

  watch() {
    const found = (event) => {
      const button = event.target.closest?.("button");
      return button && { button, map: Number(button.dataset.map) };
    };
    const node = (event, button) => {
      if (this.single) return null;
      const box = button.firstChild.getBoundingClientRect();
      const at = [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width];
      return at.map((share, axis) => Math.min(Math.max(Math.floor(share * this.places[axis]), 0), this.places[axis] - 1));
    };
    const layer = this.step.name;
    roving(this.grid, "button");
    this.grid.addEventListener("pointermove", (event) => {
      const at = event.pointerType === "mouse" && found(event);
      if (at) this.lab.peek({ layer, map: at.map, node: node(event, at.button) });
    });
    this.grid.addEventListener("pointerleave", () => this.lab.peek(null));
    this.grid.addEventListener("click", (event) => {
      const at = found(event);
      if (at) this.lab.pin({ layer, map: at.map, node: event.detail ? node(event, at.button) : null });
    });
    this.grid.addEventListener("keydown", (event) => {
      const at = event.defaultPrevented && found({ target: document.activeElement });
      if (at) this.lab.pin({ layer, map: at.map, node: null });
    });
  }

  /** @param {Float32Array} values @param {number} maps @returns {number[][]} the least, at most 0, and the largest value of each map */
  static ends(values, maps) {
    const ends = Array.from({ length: maps }, () => [0, 0]);
    for (let k = 0; k < values.length; k++) {
      const end = ends[k % maps];
      if (values[k] < end[0]) end[0] = values[k];
      else if (values[k] > end[1]) end[1] = values[k];
    }
    return ends;
  }

  /** @param {Float32Array} values @param {number[][]} ends of each map @param {Float32Array | undefined} shares */
  show(values, ends, shares) {
    const [rows, columns, maps] = this.places;
    this.picture ??= this.row.createImageData(maps * columns, rows);
    const { data } = this.picture;
    for (let k = 0; k < values.length; k++) {
      const [map, place] = [k % maps, Math.floor(k / maps)];
      const [low, high] = ends[map];
      const at = 4 * ((Math.floor(place / columns) * maps + map) * columns + (place % columns));
      data[at] = data[at + 1] = data[at + 2] = high > low ? (255 * (values[k] - low)) / (high - low) : 0;
      data[at + 3] = 255;
    }
    this.row.putImageData(this.picture, 0, 0);
    this.shares = shares;
    this.paint();
  }

  paint() {
    const { wall, shares } = this;
    const [rows, columns, maps] = this.places;
    const most = shares ? shares.reduce((far, one) => Math.max(far, Math.abs(one)), 0) : 0;
    const [red, blue] = ["--for", "--against"].map((name) => getComputedStyle(this.lab).getPropertyValue(name));
    wall.clearRect(0, 0, wall.canvas.width, wall.canvas.height);
    wall.imageSmoothingEnabled = false;
    for (let map = 0; map < maps; map++) {
      const [x, y] = [(map % this.across) * (TILE + GAP), Math.floor(map / this.across) * (TILE + BAR + GAP)];
      wall.drawImage(this.row.canvas, map * columns, 0, columns, rows, x, y, TILE, TILE);
      if (!most) continue;
      wall.fillStyle = shares[map] < 0 ? blue : red;
      wall.fillRect(x, y + TILE + 1, (TILE * Math.abs(shares[map])) / most, BAR);
    }
  }

  /** @param {CanvasRenderingContext2D} context on which one map is put @param {number} map */
  copy(context, map) {
    const [rows, columns] = this.places;
    Object.assign(context.canvas, { width: columns, height: rows });
    context.drawImage(this.row.canvas, map * columns, 0, columns, rows, 0, 0, columns, rows);
  }

  /** @param {Chosen} chosen @param {string} silent @param {number[]} read the maps that the chosen one reads most from */
  mark(chosen, silent, read) {
    const now = `${chosen.layer}.${chosen.map} ${silent} ${read}`;
    if (now === this.marked) return;
    this.marked = now;
    this.buttons.forEach((button, map) => {
      button.classList.toggle("chosen", chosen.layer === this.step.name && chosen.map === map);
      button.classList.toggle("read", read.includes(map));
      button.classList.toggle("silent", silent === `${this.step.name}.${map}`);
    });
  }
}

class DigitLab extends Lab {
  async begin() {
    const start = await read(this.dataset.start ?? "");
    /** @type {Digit[]} */
    this.images = start.images;
    /** @type {Map<string, Shelf>} */
    this.shelves = new Map(start.layers.map((one) => [one.layer, one]));
    this.names = start.names;
    this.net = this.lab.net;
    this.side = this.net.input.shape.slice(0, 2);
    // what is said of digits alone, and on images as large as theirs
    this.digits = this.names.join("") === "0123456789" && Math.min(...this.side) >= BOX;
    this.asked = new URLSearchParams(location.search);
    this.paper = new Paper(this.side);
    this.walls = this.net.steps
      .filter((step, at, all) => (step.mapped || step.kind === "Dense") && at < all.length - 1)
      .map((step) => new Wall(step, this));
    this.bench.append(
      made("div", { class: "lab-head" }, this.drawing(), this.reading(), this.chances()),
      this.lens(),
      this.scales(),
      ...this.walls.map((wall) => wall.element),
    );
    this.restore();
  }

  // what stands in the address

  /** @param {string} name */
  said(name) {
    return this.asked.get(name) ?? "";
  }

  /** @param {Record<string, string>} told empty for the default */
  tell(told) {
    // whoever chooses something at a first look chooses what it began with
    const began = Object.values(told).some(Boolean) ? { from: this.from.value } : {};
    for (const [name, value] of Object.entries({ ...began, ...told })) choose(this.asked, name, value);
  }

  restore() {
    const known = (value) => (this.digits && value === FOUR) || this.images.some((one) => `${one.image}` === value);
    this.from.value = known(this.said("from")) ? this.said("from") : this.asked.size ? BLANK : this.first();
    this.into.value = known(this.said("into")) ? this.said("into") : "";
    for (const [name, range] of Object.entries(this.ranges)) range.value = `${whole(this.said(name), Number(range.max) + 1) ?? 0}`;
    this.prepare(this.asked.has("as") ? this.said("as").split(".") : this.usual());
    this.scale.value = ["layer", "network"].includes(this.said("scale")) ? this.said("scale") : "map";
    this.of = whole(this.said("class"), this.names.length);
    this.silent = this.place(this.said("silent")) ? this.said("silent") : "";
    const at = this.place(this.said("map"));
    const node = at && square(this.said("node"), at.wall.places);
    this.chosen = at ? { layer: at.wall.step.name, map: at.map, node } : null;
    this.paper.read(this.said("ink"));
    this.lay();
  }

  /** @returns {string} what somebody sees who did not choose yet */
  first() {
    return this.digits ? FOUR : `${this.images[0]?.image ?? BLANK}`;
  }

  /** @param {string} text such as Conv2D_3.12 @returns {{wall: Wall, map: number} | null} */
  place(text) {
    const [, layer, number] = text.match(/^(.+)\.(\d+)$/) ?? [];
    const wall = this.walls.find((one) => one.step.name === layer);
    const map = wall ? whole(number, wall.places[2]) : null;
    return map === null ? null : { wall, map };
  }

  /** @returns {string[]} what is done to a drawing; an image of the data was made so already */
  usual() {
    return this.from.value === BLANK && this.digits ? Object.keys(STEPS) : ["grey"];
  }

  /** @param {string[]} those that are done */
  prepare(those) {
    for (const [name, box] of Object.entries(this.boxes)) box.checked = those.includes(name);
  }

  // what is drawn

  drawing() {
    this.erase = made("button", { type: "button", "aria-pressed": "false" }, "Eraser");
    this.erase.addEventListener("click", () => this.erase.setAttribute("aria-pressed", `${this.erase.getAttribute("aria-pressed") !== "true"}`));
    this.thick = made("select", {}, ...["thin", "medium", "thick"].map((name, at) => new Option(name, `${at}`, at === 1, at === 1)));
    this.sheet = pad(this.paper, {
      erase: () => this.erase.getAttribute("aria-pressed") === "true",
      width: () => Number(this.thick.value),
      changed: (done) => {
        if (done) this.tell({ ink: this.paper.said });
        this.change();
      },
      say: (told) => this.say(told),
    });
    const undo = made("button", { type: "button" }, "Undo");
    undo.addEventListener("click", () => {
      this.paper.undo();
      this.lay();
    });
    const clear = made("button", { type: "button" }, "Clear");
    clear.addEventListener("click", () => {
      this.paper.strokes = [];
      this.from.value = BLANK;
      this.into.value = "";
      for (const name of ["morph", "close", "shift"]) this.ranges[name].value = "0";
      this.anew();
    });
    const options = () => [
      ...(this.digits ? [new Option("the open 4", FOUR)] : []),
      ...this.images.map((one) => new Option(`${one.name}${one.label === null ? "" : `, a ${this.names[one.label]}`}`, `${one.image}`)),
    ];
    this.from = made("select", {}, new Option("blank paper", BLANK), ...options());
    this.into = made("select", {}, new Option("nothing else", ""), ...options());
    this.from.addEventListener("change", () => this.anew());
    this.into.addEventListener("change", () => {
      if (this.into.value && this.ranges.morph.value === "0") this.ranges.morph.value = "50";
      this.tell({ into: this.into.value });
      this.lay();
    });
    this.ranges = {
      morph: made("input", { type: "range", min: 0, max: 100, value: 0 }),
      close: made("input", { type: "range", min: 0, max: 100, value: 0 }),
      shift: made("input", { type: "range", min: 0, max: SHIFT, value: 0 }),
    };
    this.outputs = {};
    for (const [name, range] of Object.entries(this.ranges)) {
      this.outputs[name] = made("span", { class: "lab-value" });
      range.addEventListener("input", () => {
        this.tell({ [name]: range.value === "0" ? "" : range.value });
        this.lay();
      });
    }
    const four = made("button", { type: "button" }, "A 4 that becomes a 9");
    four.addEventListener("click", () => {
      this.paper.strokes = [];
      this.from.value = FOUR;
      this.ranges.close.value = "100";
      this.anew();
    });
    return made(
      "div",
      { class: "lab-drawing" },
      made("h3", {}, "Draw"),
      this.sheet.canvas,
      made("div", { class: "lab-tools" }, this.erase, labelled("Pen", this.thick), undo, clear),
      labelled("Begin with", this.from),
      labelled("Turn it into", this.into),
      labelled("how far", this.ranges.morph, this.outputs.morph),
      ...(this.digits ? [labelled("Close its top", this.ranges.close, this.outputs.close)] : []),
      labelled("Shift right", this.ranges.shift, this.outputs.shift),
      ...(this.digits ? [made("div", { class: "lab-tools" }, four)] : []),
    );
  }

  /** Begin with something else. */
  anew() {
    this.prepare(this.usual());
    this.tell({
      from: this.from.value,
      into: this.into.value,
      as: "",
      ...Object.fromEntries(Object.entries(this.ranges).map(([name, range]) => [name, range.value === "0" ? "" : range.value])),
    });
    this.lay();
  }

  /** @param {string} value of a choice @returns {ArrayLike<number> | null} the grey values of an image */
  pixels(value) {
    if (value === FOUR) return openFour(this.side);
    const image = this.images.find((one) => `${one.image}` === value);
    return image ? greyOf(pixelsOf(image), this.net.input.shape[2]) : null;
  }

  /** Put what the sliders say beneath the strokes. */
  lay() {
    const [first, second] = [this.from, this.into].map((one) => this.pixels(one.value));
    const part = second ? Number(this.ranges.morph.value) / 100 : 0;
    const share = Number(this.ranges.close.value) / 100;
    const open = this.paper.lay(Float32Array.from({ length: this.side[0] * this.side[1] }, (_, at) => (
      Math.round((1 - part) * (first?.[at] ?? 0) + part * (second?.[at] ?? 0))
    )), share);
    this.ranges.morph.disabled = !second;
    this.ranges.close.disabled = !open;
    this.outputs.morph.textContent = second ? `${Math.round(100 * part)} %` : "–";
    this.outputs.close.textContent = open ? `${Math.round(100 * share)} %` : "no open top";
    this.outputs.shift.textContent = `${this.ranges.shift.value} px`;
    this.tell({ ink: this.paper.strokes.length ? this.paper.said : "" });
    this.sheet.show();
    this.change();
  }

  // what is read

  reading() {
    this.seen = made("canvas", { width: this.side[1], height: this.side[0], role: "img", "aria-label": "What the network reads" });
    this.field = made("svg", { class: "mark", viewBox: `0 0 ${this.side[1]} ${this.side[0]}`, "aria-hidden": "true" }, made("rect", { class: "under" }), made("rect", { class: "over" }));
    this.boxes = {};
    const switches = Object.entries(STEPS).map(([name, text]) => {
      this.boxes[name] = made("input", { type: "checkbox" });
      this.boxes[name].addEventListener("change", () => {
        const those = Object.keys(STEPS).filter((one) => this.boxes[one].checked).join(".");
        this.tell({ as: those === this.usual().join(".") ? "" : those || "none" });
        this.change();
      });
      return made("label", { class: "lab-switch" }, this.boxes[name], ` ${text}`);
    });
    this.done = made("p", { class: "lab-fine" });
    return made(
      "div",
      { class: "lab-reading" },
      made("h3", {}, "What the network reads"),
      made("div", { class: "lab-seen" }, this.seen, this.field),
      made("fieldset", {}, made("legend", {}, this.digits ? "As MNIST was made" : "How it is made"), ...(this.digits ? switches : switches.slice(-1))),
      this.done,
    );
  }

  /** The drawing or what is done to it has changed. */
  change() {
    const { box, mass, grey: edges } = Object.fromEntries(Object.entries(this.boxes).map(([name, one]) => [name, one.checked]));
    const made28 = prepared(this.paper, { box, mass, hard: !edges, right: Number(this.ranges.shift.value) });
    paint(this.seen.getContext("2d"), made28.grey);
    const [down, across] = made28.moved;
    this.done.textContent = made28.empty
      ? "The drawing is empty: what stands here is the network's answer to paper without ink."
      : `${box ? `Its size times ${plain(made28.scale, 2)}` : "Its size as it is"}; moved by ${signed(across, 0)} px across, ${signed(down, 0)} px down.`;
    this.empty = made28.empty;
    this.ask(made28.grey);
  }

  /** @param {Uint8Array} grey */
  async ask(grey) {
    this.image = standardised(this.net.input, grey);
    await this.look();
  }

  /** Ask for all that is shown of the image. */
  async look() {
    const { image } = this;
    if (!image) return;
    const silent = this.place(this.silent);
    const at = this.peeked ?? this.chosen;
    const found = await this.lab.ask("look", {
      image,
      of: this.of,
      layers: this.walls.map((wall) => wall.step.name),
      silent: silent && { layer: silent.wall.step.name, map: silent.map },
      node: at,
    }).catch((error) => {
      if (error.name !== "Overtaken") this.refuse(error);
      return null;
    });
    if (found) this.show(found);
  }

  // what is said

  chances() {
    this.rows = this.names.map((name, of) => {
      const button = made("button", { type: "button", "aria-pressed": "false" }, name);
      button.addEventListener("click", () => {
        this.of = this.of === of ? null : of;
        this.tell({ class: this.of === null ? "" : `${of}` });
        this.look();
      });
      const cells = ["logit", "probability", "without"].map(() => made("td", {}));
      const bars = ["whole", "rest"].map((kind) => made("rect", { class: kind, height: kind === "whole" ? 6 : 3, y: kind === "whole" ? 0 : 7 }));
      const bar = made("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
      const row = made("tr", {}, made("th", { scope: "row" }, button), ...cells, made("td", { class: "chance" }, bar));
      return { row, button, cells, bars };
    });
    this.verdict = made("p", { class: "lab-verdict" });
    this.without = made("th", { scope: "col" }, "without");
    const heads = ["class", "logit", "probability"].map((text) => made("th", { scope: "col" }, text));
    const head = made("tr", {}, ...heads, this.without, made("td", {}));
    this.lost = made("p", { class: "lab-fine" });
    return made(
      "div",
      { class: "lab-chances" },
      made("h3", {}, "What it says"),
      this.verdict,
      made("table", { class: "decision classes" }, made("thead", {}, head), made("tbody", {}, ...this.rows.map(({ row }) => row))),
      this.lost,
    );
  }

  /** @param {any} found what the worker made of the image */
  show(found) {
    this.found = found;
    const { logits, probabilities, silenced } = found;
    const says = largest(logits);
    this.rows.forEach(({ row, button, cells, bars }, of) => {
      row.classList.toggle("said", of === says);
      button.setAttribute("aria-pressed", `${of === found.of}`);
      cells[0].textContent = plain(logits[of], 2);
      cells[1].textContent = probability(probabilities[of]);
      cells[2].textContent = silenced ? probability(silenced.probabilities[of]) : "–";
      bars[0].setAttribute("width", `${100 * probabilities[of]}`);
      bars[1].setAttribute("width", `${silenced ? 100 * silenced.probabilities[of] : 0}`);
    });
    const rival = largest(logits.map((logit, of) => (of === says ? -Infinity : logit)));
    const told = this.empty
      ? `The drawing is empty. To paper without ink it says ${this.names[says]}.`
      : `It says ${this.names[says]}, with a probability ${probability(probabilities[says], ["above ", "below "]).replace(/^\d/, "of $&")}; ${this.names[rival]} follows.`;
    this.verdict.textContent = told;
    this.say(told);
    this.tellLost(says);
    // what it says comes first, and what has to be painted once for each picture of the screen
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.showWalls();
      this.showLens();
    });
  }

  /** @param {number} says */
  tellLost(says) {
    const { silenced, logits } = this.found;
    if (!silenced) {
      this.lost.textContent = "Silence a map below, and what is lost without it stands here.";
      return;
    }
    const instead = largest(silenced.logits);
    const [layer, map] = this.silent.match(/^(.+)\.(\d+)$/).slice(1);
    this.lost.textContent = `Without map ${map} of ${layer} the logit of ${this.names[says]} changes by ${signed(silenced.logits[says] - logits[says], 2)}, `
      + (instead === says ? "and it says the same." : `and it says ${this.names[instead]}.`);
  }

  // all maps

  scales() {
    this.scale = made("select", {}, new Option("of each map", "map"), new Option("of its layer", "layer"), new Option("of the network", "network"));
    this.scale.addEventListener("change", () => {
      this.tell({ scale: this.scale.value === "map" ? "" : this.scale.value });
      this.showWalls();
    });
    const legend = made("span", { class: "lab-legend", "aria-hidden": "true" });
    this.legend = made("span", {});
    return made("div", { class: "lab-scales" }, labelled("White is the largest value", this.scale), made("p", { class: "lab-fine" }, legend, this.legend));
  }

  showWalls() {
    const { after, of, added } = this.found;
    const every = this.walls.map((wall) => Wall.ends(after[wall.step.name], wall.places[2]));
    const joined = (ends) => ends.reduce(([low, high], one) => [Math.min(low, one[0]), Math.max(high, one[1])], [0, 0]);
    const all = joined(every.map(joined));
    const scale = this.scale.value;
    this.walls.forEach((wall, k) => {
      const own = joined(every[k]);
      const maps = wall.places[2];
      const ends = scale === "map" ? every[k] : Array(maps).fill(scale === "layer" ? own : all);
      // a layer of single nodes has no scale of each
      const { name } = wall.step;
      wall.show(after[name], wall.single && scale === "map" ? Array(maps).fill(own) : ends, added.layers?.[name]);
      wall.told.textContent = `From ${plain(own[0], 2)} to ${plain(own[1], 2)}; ${every[k].filter(([low, high]) => low === high).length} of ${maps} are empty. ${this.sum(name, of)}`;
    });
    const ink = { map: "each map goes to its own", layer: "each layer goes to its own", network: `from ${plain(all[0], 2)} to ${plain(all[1], 2)}` };
    this.legend.textContent = ` ${ink[scale]}; the bar below a map is its share in the logit of ${this.names[of]}: red for it, blue against, the longest of its layer as wide as the map.`;
  }

  /** @param {string} layer @param {number} of @returns {string} how the shares of a layer add up to a logit */
  sum(layer, of) {
    const { added, logits } = this.found;
    const shares = added.layers?.[layer];
    if (!shares) return added.why ?? "";
    const [own, around, behind] = [shares.reduce((sum, one) => sum + one, 0), added.around?.[layer] ?? 0, added.behind?.[layer] ?? 0];
    return `Shares ${signed(own)}, ${around ? `around it ${signed(around)}, ` : ""}biases behind ${signed(behind)}: `
      + `together the logit of ${this.names[of]}, ${plain(logits[of])}, but for ${signed(own + around + behind - logits[of], 6)}.`;
  }

  // one node

  lens() {
    this.large = made("canvas", {});
    this.one = made("svg", { class: "mark" }, made("rect", { class: "under" }), made("rect", { class: "over" }));
    reached(this.one, "Nodes of the map: arrow keys go from one to the next");
    const there = (event) => {
      const at = this.peeked ?? this.at;
      const { places: [rows, columns] } = this.wall(at.layer);
      const [x, y] = under(this.one, event);
      return x >= 0 && y >= 0 && x < columns && y < rows ? { ...at, node: [y, x] } : null;
    };
    this.one.addEventListener("pointermove", (event) => {
      const at = event.pointerType === "mouse" && there(event);
      if (at) this.peek(at);
    });
    this.one.addEventListener("pointerleave", () => this.peek(null));
    this.one.addEventListener("click", (event) => {
      const at = there(event);
      if (at) this.pin(at);
    });
    this.one.addEventListener("keydown", (event) => {
      const next = stepped(event, this.at.node, this.wall(this.at.layer).places);
      if (next) this.pin({ ...this.at, node: next });
    });
    this.told = made("p", { class: "lab-about" });
    this.silence = made("button", { type: "button", "aria-pressed": "false" }, "Silence this map");
    this.silence.addEventListener("click", () => {
      const name = `${this.at.layer}.${this.at.map}`;
      this.silent = this.silent === name ? "" : name;
      this.tell({ silent: this.silent });
      this.look();
    });
    this.more = made("a", {});
    this.terms = made("tbody", {});
    this.formula = made("p", { class: "lab-formula" });
    this.products = made("div", { class: "lab-products" });
    const table = made("table", { class: "decision" }, made("thead", {}, made("tr", {}, made("th", { scope: "col" }, "reads"), made("th", { scope: "col" }, "adds"))), this.terms);
    this.terms.addEventListener("click", (event) => {
      const button = event.target.closest?.("button");
      if (!button) return;
      this.term = Number(button.dataset.channel);
      this.showSum();
    });
    this.details = made("details", {}, made("summary", {}, "Its sum, number by number"), this.formula, made("div", { class: "lab-sum" }, table, this.products));
    this.details.addEventListener("toggle", () => this.showSum());
    return made(
      "section",
      { class: "lab-lens" },
      made("h3", {}, "One node"),
      made("div", { class: "lab-node" }, made("div", { class: "lab-seen" }, this.large, this.one), made("div", {}, this.told, made("p", { class: "lab-tools" }, this.silence, this.more))),
      this.details,
    );
  }

  /** @param {string} layer @returns {Wall} */
  wall(layer) {
    return this.walls.find((one) => one.step.name === layer);
  }

  /** @param {Chosen | null} at what the pointer rests on */
  peek(at) {
    const same = at && this.peeked && at.layer === this.peeked.layer && at.map === this.peeked.map && `${at.node}` === `${this.peeked.node}`;
    if (same || (!at && !this.peeked)) return;
    this.peeked = at;
    this.look();
  }

  /** @param {Chosen} at what is kept */
  pin(at) {
    this.chosen = at;
    this.peeked = null;
    this.tell({ map: `${at.layer}.${at.map}`, node: at.node?.join() ?? "" });
    this.look();
  }

  showLens() {
    const { found } = this;
    const at = (this.at = found.node);
    const wall = this.wall(at.layer);
    const [rows, columns, maps] = wall.places;
    const values = found.after[at.layer];
    const [row, column] = at.node;
    wall.copy(this.large.getContext("2d"), at.map);
    this.one.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
    framed(this.one, column, row, 1, 1);
    const shelf = this.shelves.get(at.layer);
    const { fields } = wall.step;
    const [top, left] = fields ? [fields.firsts[0][row], fields.firsts[1][column]] : [0, 0];
    const [tall, wide] = fields ? [fields.stops[0][row] - top, fields.stops[1][column] - left] : this.side;
    framed(this.field, left, top, wide, tall);
    const value = values[(row * columns + column) * maps + at.map];
    const share = found.added.layers?.[at.layer]?.[at.map];
    const { single } = wall;
    this.told.textContent = `${single ? "Node" : "Map"} ${at.map} of ${at.layer}${single ? "" : `, row ${row}, column ${column}`}: ${plain(value)}. `
      + (fields ? `Sees ${tall} × ${wide} px of the image, framed there. ` : "Sees the whole image. ")
      + (share === undefined ? "" : `${single ? "It" : "The map"} adds ${signed(share)} to the logit of ${this.names[found.of]}.`);
    const silent = this.silent === `${at.layer}.${at.map}`;
    this.silence.setAttribute("aria-pressed", `${silent}`);
    this.silence.textContent = single ? "Silence this node" : "Silence this map";
    this.more.hidden = !shelf;
    if (shelf) {
      this.more.textContent = `All about map ${at.map}`;
      this.more.href = new URL(`${this.dataset.site}${shelf.folder}${shelf.pages ? `${at.map}/` : `#map-${at.map}`}`, location.href).href;
    }
    const [source, most] = this.sources();
    for (const one of this.walls) one.mark(at, this.silent, one === source ? most : []);
    this.showSum();
  }

  /** @returns {[Wall | undefined, number[]]} whose maps the node reads, and those that add or take most */
  sources() {
    const { sum } = this.found;
    if (!sum) return [undefined, []];
    let step = this.net.steps.find((one) => one.name === sum.reads);
    while (step && !this.wall(step.name)) step = this.net.steps.find((one) => one.name === step.inputs[0]);
    const wall = step && this.wall(step.name);
    if (wall?.places[2] !== sum.terms.length) return [undefined, []];
    return [wall, ordered(sum.terms).slice(0, LISTED).map((one) => one.channel)];
  }

  showSum() {
    if (!this.details.open) return;
    const { sum } = this.found;
    this.products.replaceChildren();
    this.terms.replaceChildren();
    if (!sum) {
      this.formula.textContent = "This node is no weighted sum of what one layer gives: it is told by its value alone.";
      return;
    }
    const order = ordered(sum.terms);
    const all = sum.terms.reduce((total, one) => total + one.added, 0);
    const each = sum.window[0] * sum.window[1];
    this.formula.textContent = `bias ${plain(sum.bias)} ${all < 0 ? "−" : "+"} ${plain(Math.abs(all))} from ${sum.terms.length} × ${each} products`
      + ` = ${plain(sum.bias + all)}; after the activation function ${plain(sum.after)}.`;
    const known = order.some((one) => one.channel === this.term) && this.termOf === `${this.at.layer}.${this.at.map}`;
    const term = known ? sum.terms[this.term] : order[0];
    [this.term, this.termOf] = [term.channel, `${this.at.layer}.${this.at.map}`];
    const listed = order.slice(0, LISTED);
    const rows = listed.map((one) => {
      const button = made("button", { type: "button", "data-channel": one.channel, "aria-pressed": `${one === term}` }, sum.terms.length > 1 ? `${sum.reads} ${one.channel}` : sum.reads);
      return made("tr", {}, made("th", { scope: "row" }, button), made("td", {}, signed(one.added)));
    });
    const rest = order.slice(LISTED);
    if (rest.length) {
      rows.push(made("tr", {}, made("th", { scope: "row" }, `${rest.length} others`), made("td", {}, signed(rest.reduce((total, one) => total + one.added, 0)))));
    }
    this.terms.append(...rows);
    const grid = (name, numbers) => {
      const lines = Array.from({ length: sum.window[0] }, (_, row) => made("tr", {}, ...numbers
        .slice(row * sum.window[1], (row + 1) * sum.window[1])
        .map((value) => made("td", {}, plain(value, 2)))));
      return made("table", { class: "lab-numbers" }, made("caption", {}, name), made("tbody", {}, ...lines));
    };
    this.products.append(
      grid("what it reads", term.values),
      made("span", { "aria-hidden": "true" }, "×"),
      grid("its weights", term.weights),
      made("span", { "aria-hidden": "true" }, "="),
      grid(`products, in all ${signed(term.added)}`, term.values.map((value, k) => value * term.weights[k])),
    );
  }
}

define("lab-digit", DigitLab);
