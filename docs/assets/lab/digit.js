// A digit in the hand: drawn, or begun with an image of the site, changed by sliders, read by the network
// at once. Every map, every node and what each adds to the decision stand beneath it. What is chosen
// stands in the address, the drawing too.

import { choose, define, made } from "../elements.js";
import { square, whole } from "../grids.js";
import { plain, signed } from "../numerals.js";
import { BOX, Paper, openFour, pad, prepared } from "./drawing.js";
import { Lab, button, fine, labelled, select, tools } from "./frame.js";
import { greyOf, pixelsOf, standardised } from "./images.js";
import { Lens, marked } from "./lens.js";
import { draw } from "./picture.js";
import { read } from "./read.js";
import { largest } from "./shared.js";
import { Wall } from "./wall.js";

/** @typedef {{image: number, name: string, label: number | null, said: number, address: string, pixels: string}} Digit */
/** @typedef {{layer: string, folder: string, pages: boolean}} Shelf where the maps of a layer stand */
/** @typedef {import("./wall.js").Chosen} Chosen */

const SHIFT = 8; // px, two steps of the deepest nodes of the series' network
const FOUR = "four"; // how the address calls the drawn 4
const BLANK = "blank"; // and paper without ink, since nothing at all is what a first look begins with
const STEPS = { box: "fit into 20 × 20 px", mass: "centre of mass in the middle", grey: "grey edges" };

/** @param {number} chance @param {string[]} signs for what rounding would make 1 or 0 */
const probability = (chance, [more, less] = ["> ", "< "]) => (chance > 0.99995 ? `${more}0.9999` : chance < 0.00005 ? `${less}0.0001` : chance.toFixed(4));

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
    this.lens = new Lens(this);
    this.bench.append(
      made("div", { class: "lab-head" }, this.drawing(), this.reading(), this.chances()),
      this.lens.element,
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
    // what is no option is not taken
    const chosen = (field, value, usual) => {
      field.value = value;
      if (!value || !field.value) field.value = usual;
    };
    chosen(this.from, this.said("from"), this.asked.size ? BLANK : this.first());
    chosen(this.into, this.said("into"), "");
    chosen(this.scale, this.said("scale"), "map");
    for (const [name, range] of Object.entries(this.ranges)) range.value = whole(this.said(name), Number(range.max) + 1) ?? 0;
    this.prepare(this.asked.has("as") ? this.said("as").split(".") : this.usual());
    this.of = whole(this.said("class"), this.names.length);
    this.silent = this.place(this.said("silent")) ? this.said("silent") : "";
    const at = this.place(this.said("map"));
    this.chosen = at && { ...at, node: square(this.said("node"), this.wall(at.layer).places) };
    this.paper.read(this.said("ink"));
    this.lay();
  }

  /** @returns {string} what somebody sees who did not choose yet */
  first() {
    return this.digits ? FOUR : `${this.images[0]?.image ?? BLANK}`;
  }

  /** @param {string} text such as Conv2D_3.12 @returns {{layer: string, map: number} | null} */
  place(text) {
    const [, layer, number] = text.match(/^(.+)\.(\d+)$/) ?? [];
    const map = whole(number ?? "", this.wall(layer)?.places[2] ?? 0);
    return map === null ? null : { layer, map };
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
    this.erase = button("Eraser", () => { this.erase.ariaPressed = this.erase.ariaPressed !== "true"; }, { "aria-pressed": false });
    this.thick = select(["thin", "medium", "thick"].map((name, at) => [at, name]));
    this.thick.value = 1;
    this.sheet = pad(this.paper, {
      erase: () => this.erase.ariaPressed === "true",
      width: () => Number(this.thick.value),
      changed: (done) => {
        if (done) this.tell({ ink: this.paper.said });
        this.change();
      },
      say: (told) => this.say(told),
    });
    const undo = button("Undo", () => {
      this.paper.undo();
      this.lay();
    });
    const clear = button("Clear", () => {
      this.into.value = "";
      for (const range of Object.values(this.ranges)) range.value = 0;
      this.anew(BLANK);
    });
    const options = [
      ...(this.digits ? [[FOUR, "the open 4"]] : []),
      ...this.images.map((one) => [one.image, `${one.name}${one.label === null ? "" : `, a ${this.names[one.label]}`}`]),
    ];
    this.from = select([[BLANK, "blank paper"], ...options], { onchange: () => this.anew() });
    this.into = select([["", "nothing else"], ...options], {
      onchange: () => {
        if (this.into.value && this.ranges.morph.value === "0") this.ranges.morph.value = 50;
        this.tell({ into: this.into.value });
        this.lay();
      },
    });
    this.ranges = {};
    this.outputs = {};
    const range = (name, text, max = 100) => {
      const oninput = () => {
        this.tell(this.moved());
        this.lay();
      };
      this.ranges[name] = made("input", { type: "range", min: 0, max, value: 0, oninput });
      this.outputs[name] = made("span", { class: "lab-value" });
      return labelled(text, this.ranges[name], this.outputs[name]);
    };
    const ranges = [range("morph", "how far"), range("close", "Close its top"), range("shift", "Shift right", SHIFT)];
    const four = tools(button("A 4, its top closed", () => {
      this.ranges.close.value = 100;
      this.anew(FOUR);
    }));
    // what is said of digits alone
    ranges[1].hidden = four.hidden = !this.digits;
    return made(
      "div",
      { class: "lab-drawing" },
      made("h3", {}, "Draw"),
      this.sheet.canvas,
      tools(this.erase, labelled("Pen", this.thick), undo, clear),
      labelled("Begin with", this.from),
      labelled("Turn it into", this.into),
      ...ranges,
      four,
    );
  }

  /** @returns {Record<string, string>} where the sliders stand, as the address says it */
  moved() {
    return Object.fromEntries(Object.entries(this.ranges).map(([name, { value }]) => [name, value === "0" ? "" : value]));
  }

  /** Begin with something else. @param {string} from what, without strokes; or else what was chosen */
  anew(from) {
    if (from) {
      this.paper.strokes = [];
      this.from.value = from;
    }
    this.prepare(this.usual());
    this.tell({ from: this.from.value, into: this.into.value, as: "", ...this.moved() });
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
    this.field = marked({ viewBox: `0 0 ${this.side[1]} ${this.side[0]}`, "aria-hidden": true });
    this.boxes = {};
    const switches = Object.entries(STEPS).map(([name, text]) => {
      const onchange = () => {
        const those = Object.keys(STEPS).filter((one) => this.boxes[one].checked).join(".");
        this.tell({ as: those === this.usual().join(".") ? "" : those || "none" });
        this.change();
      };
      this.boxes[name] = made("input", { type: "checkbox", onchange });
      return made("label", { class: "lab-switch" }, this.boxes[name], ` ${text}`);
    });
    this.done = fine();
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
    const { box, mass, grey: edges } = this.boxes;
    const { grey, empty, scale, moved: [down, across] } = prepared(this.paper, { box: box.checked, mass: mass.checked, hard: !edges.checked, right: Number(this.ranges.shift.value) });
    draw(this.seen, grey, this.side, [0, 255]);
    this.done.textContent = empty
      ? "The drawing is empty: what stands here is the network's answer to paper without ink."
      : `${box.checked ? `Its size times ${plain(scale, 2)}` : "Its size as it is"}; moved by ${signed(across, 0)} px across, ${signed(down, 0)} px down.`;
    this.empty = empty;
    this.image = standardised(this.net.input, grey);
    this.look();
  }

  /** Ask for all that is shown of the image. */
  async look() {
    if (!this.image) return;
    const found = await this.lab.ask("look", {
      image: this.image,
      of: this.of,
      layers: this.walls.map((wall) => wall.step.name),
      silent: this.place(this.silent),
      node: this.peeked ?? this.chosen,
    }).catch((error) => {
      if (error.name !== "Overtaken") this.refuse(error);
      return null;
    });
    if (found) this.show(found);
  }

  // what is said

  chances() {
    this.rows = this.names.map((name, of) => {
      const one = button(name, () => {
        this.of = this.of === of ? null : of;
        this.tell({ class: this.of === null ? "" : `${of}` });
        this.look();
      });
      const cells = [0, 1, 2].map(() => made("td"));
      const bars = [made("rect", { class: "whole", height: 6 }), made("rect", { class: "rest", height: 3, y: 7 })];
      const bar = made("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": true }, ...bars);
      const row = made("tr", {}, made("th", { scope: "row" }, one), ...cells, made("td", { class: "chance" }, bar));
      return { row, button: one, cells, bars };
    });
    this.verdict = made("p", { class: "lab-verdict" });
    const heads = ["class", "logit", "probability", "without"].map((text) => made("th", { scope: "col" }, text));
    const head = made("tr", {}, ...heads, made("td"));
    this.lost = fine();
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
      button.ariaPressed = of === found.of;
      const both = [probabilities, silenced?.probabilities].map((all) => all?.[of]);
      [plain(logits[of], 2), ...both.map((one) => (one === undefined ? "–" : probability(one)))].forEach((text, at) => { cells[at].textContent = text; });
      both.forEach((one = 0, at) => bars[at].setAttribute("width", 100 * one));
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
      this.lens.show();
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
    const { layer, map } = this.place(this.silent);
    this.lost.textContent = `Without map ${map} of ${layer} the logit of ${this.names[says]} changes by ${signed(silenced.logits[says] - logits[says], 2)}, `
      + (instead === says ? "and it says the same." : `and it says ${this.names[instead]}.`);
  }

  // all maps

  scales() {
    this.scale = select([["map", "of each map"], ["layer", "of its layer"], ["network", "of the network"]], {
      onchange: () => {
        this.tell({ scale: this.scale.value === "map" ? "" : this.scale.value });
        this.showWalls();
      },
    });
    this.legend = made("span");
    return made("div", { class: "lab-scales" }, labelled("White is the largest value", this.scale), fine(made("span", { class: "lab-legend", "aria-hidden": true }), this.legend));
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

  // what is looked at

  /** @param {string} name of a map that falls silent, or speaks again */
  hush(name) {
    this.silent = this.silent === name ? "" : name;
    this.tell({ silent: this.silent });
    this.look();
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
}

define("lab-digit", DigitLab);
