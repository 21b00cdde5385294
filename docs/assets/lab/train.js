// Training in the browser: from random weights, on a part of the images. Loss and accuracy are drawn as it
// learns; before the first step and every few moments from then on the OIP of a map, the maps of three
// images, and what the map answers to each class. One switch gives a class the name of another one, and
// the maps answer for it.

import { choose, define, made } from "../elements.js";
import { whole } from "../grids.js";
import { plain } from "../numerals.js";
import { Overtaken } from "./client.js";
import { Lab, labelled } from "./frame.js";
import { standardised } from "./images.js";
import { trainingImages } from "./packed.js";
import { SPREAD, draw } from "./picture.js";
import { read } from "./read.js";
import { largest, size } from "./shared.js";
import { watched } from "./sight.js";

const [BATCH, MOMENTUM, WARM] = [8, 0.9, 0.1]; // one pass over the images; part of the steps in which the rate rises
const USUAL = 0.02; // the rate at its highest
const LOOK = 1500; // ms at least between two looks at the network that learns
const SHARE = 9; // so many times as long as a look takes it learns before the next one
const RUN = 40; // batches over which loss and the share that was right are averaged
const EACH = 6; // test images of each digit for what maps answer
const [DIVERGED, NOTHING] = [1.5, 0.97]; // times the loss of guessing: more than that at any time, or in the second half
const STEPS = 24; // of the OIP on the way
const CLASSES = "0,1,2"; // which one gets the name of which, and a third one to compare, where the page names none
const BARS = 12; // classes at most
const [WIDE, HIGH] = [600, 150];

/** @param {Float32Array} values (row, column, map) @param {number[]} shape @returns {{image: Float32Array, shape: number[], most: number}} all maps, side by side */
function wall(values, [rows, columns, maps]) {
  const across = Math.ceil(Math.sqrt((maps * rows) / columns) * 1.4);
  const [height, width] = [Math.ceil(maps / across) * (rows + 1) - 1, across * (columns + 1) - 1];
  const image = new Float32Array(height * width);
  let most = 0;
  values.forEach((value, k) => {
    const [map, column, row] = [k % maps, Math.floor(k / maps) % columns, Math.floor(k / maps / columns)];
    image[(Math.floor(map / across) * (rows + 1) + row) * width + (map % across) * (columns + 1) + column] = value;
    most = Math.max(most, value);
  });
  return { image, shape: [height, width], most };
}

class TrainLab extends Lab {
  async begin() {
    this.net = this.lab.net;
    this.told = await read(this.dataset.training ?? "");
    if (this.told.why) throw new Error(this.told.why);
    this.chosen = (this.dataset.classes ?? CLASSES).split(",").map(Number).filter((one) => one < this.net.classes.length);
    const asked = (this.asked = new URLSearchParams(location.search));
    this.layers = this.net.steps.filter((one) => one.mapped && this.net.ascent?.mixtures[one.name]);
    this.layer = made("select", {}, ...this.layers.map((one) => new Option(one.name, one.name)));
    this.map = made("input", { type: "number", min: 0, step: 1, required: "" });
    this.seed = made("input", { type: "number", min: 0, max: 2 ** 32 - 1, step: 1, required: "" });
    this.rate = made("input", { type: "number", min: 0.0001, max: 10, step: "any", required: "" });
    this.swap = made("input", { type: "checkbox" });
    this.layer.value = (this.layers.find((one) => one.name === asked.get("layer")) ?? this.layers.at(-1)).name;
    this.map.value = `${whole(asked.get("map") ?? "", this.step.shape.at(-1)) ?? 0}`;
    this.seed.value = `${whole(asked.get("seed") ?? "", 2 ** 32) ?? this.net.seed ?? 1}`;
    this.first = this.seed.value;
    const rate = Number(asked.get("rate"));
    this.rate.value = `${rate > 0 && rate <= 10 ? rate : USUAL}`;
    this.swap.checked = asked.get("swap") === "1";
    this.go = made("button", { type: "submit" }, "Train");
    this.hold = made("button", { type: "button", disabled: "" }, "Pause");
    this.back = made("button", { type: "button", disabled: "" }, "Reset");
    this.other = made("button", { type: "button" }, "Another seed");
    await this.random(); // where it cannot be trained, this says why
    const [from, to] = this.swappedNames;
    this.form = made("form", { class: "lab-choices" },
      made("p", { class: "lab-tools" }, labelled("seed", this.seed), this.other, labelled("rate", this.rate), made("label", { class: "lab-switch" }, this.swap, ` give every ${from} the name ${to}`)),
      made("p", { class: "lab-fine" }, `Batches of ${BATCH}, momentum ${MOMENTUM}, a rise of the rate over the first ${100 * WARM} % of the steps; ${this.told.training.toLocaleString("en")} training and ${this.told.test.toLocaleString("en")} test images.`),
      made("p", { class: "lab-tools" }, this.go, this.hold, this.back));
    this.state = made("p", { class: "lab-told" });
    this.curves = made("div", { class: "film-curve train-curve", role: "img", "aria-label": "Loss and accuracy" });
    const [rows, columns] = this.net.input.shape;
    this.oip = made("canvas", { role: "img", "aria-label": "No picture yet", width: columns, height: rows });
    this.oipSaid = made("figcaption", {}, "its OIP");
    this.bars = made("div", { class: "train-bars", style: `--bars: ${Math.min(this.net.classes.length, BARS)}` });
    this.walls = this.chosen.map((one) => {
      const name = this.net.classes[one];
      const canvas = made("canvas", { role: "img", "aria-label": `All maps, in answer to an image of class ${name}` });
      const [image, said] = [made("canvas", { "aria-hidden": "true", class: "train-image", width: columns, height: rows }), made("figcaption", {}, name)];
      return { name, canvas, image, said, figure: made("figure", {}, image, canvas, said) };
    });
    this.answer = made("p", { class: "lab-told" });
    this.bench.append(this.form, this.state, this.curves,
      made("p", { class: "lab-tools" }, labelled("What becomes of map", this.map), labelled("of", this.layer)),
      made("div", { class: "train-looks" }, made("figure", {}, this.oip, this.oipSaid), made("figure", {}, this.bars, made("figcaption", {}, "its mean answer to test images of each class"))),
      made("div", { class: "train-walls" }, ...this.walls.map((one) => one.figure)), this.answer);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.train();
    });
    this.hold.addEventListener("click", () => this.pause(!this.held));
    this.back.addEventListener("click", () => this.reset());
    this.other.addEventListener("click", () => {
      this.seed.value = `${(Number(this.seed.value) + 1) % 2 ** 32}`;
      this.changed();
      this.reset();
    });
    this.bench.addEventListener("change", ({ target }) => {
      this.changed();
      if (target === this.seed && !this.curve.length) this.reset();
    });
    watched(this.bench, (seen) => this.running && !this.held && this.running.rest(!seen));
    this.changed(false);
    this.reset();
  }

  /** @returns {string[]} the class that gets another name, and that name */
  get swappedNames() {
    return this.chosen.slice(0, 2).map((one) => this.net.classes[one]);
  }

  /** Draw the random weights of the seed: a step of rate 0 leaves them as they are. */
  async random() {
    const { input: { shape }, classes } = this.net;
    const image = new Float32Array(size(shape));
    await this.lab.run("train", { images: image, labels: [classes.length - 1], batch: 1, rate: 0, seed: Number(this.seed.value), trained: true, limit: 1 }, () => {}).done;
  }

  get step() {
    return this.layers.find((one) => one.name === this.layer.value);
  }

  /** @param {boolean} said whether it goes into the address */
  changed(said = true) {
    const maps = this.step.shape.at(-1);
    this.map.max = `${maps - 1}`;
    if (Number(this.map.value) >= maps) this.map.value = "0";
    if (!said) return;
    const usual = { layer: this.layers.at(-1).name, map: "0", seed: this.first, rate: `${USUAL}`, swap: "" };
    const now = { layer: this.layer.value, map: this.map.value, seed: this.seed.value, rate: this.rate.value, swap: this.swap.checked ? "1" : "" };
    for (const [name, value] of Object.entries(now)) choose(this.asked, name, value === usual[name] ? "" : value);
    if (this.trained) this.look();
  }

  /** @returns {Promise<void>} once the images are there */
  images() {
    this.fetched ??= this.fetch().catch((error) => {
      this.fetched = null; // it may go better the next time
      throw error;
    });
    return this.fetched;
  }

  async fetch() {
    const { shape, training, test } = this.told;
    const all = await trainingImages(this.told, this.dataset.training);
    const each = (this.size = size(shape));
    const ends = [training * each, training * (each + 1), training * (each + 1) + test * each];
    [this.pixels, this.labels, this.tests, this.names] = [all.slice(0, ends[0]), all.slice(ends[0], ends[1]), all.slice(ends[1], ends[2]), all.slice(ends[2])];
    const of = (one) => [...this.names.keys()].filter((k) => this.names[k] === one);
    this.examples = this.chosen.map((one) => of(one)[0] ?? 0);
    this.classes = this.net.classes.slice(0, BARS).map((_, one) => of(one).slice(0, EACH));
    for (const [k, { image }] of this.walls.entries()) draw(image, this.grey(this.examples[k]), shape, [0, 255]);
  }

  /** @param {number} test the number of a test image @returns {Uint8Array} */
  grey(test) {
    return this.tests.subarray(test * this.size, (test + 1) * this.size);
  }

  /** Go back to where nothing is learned, and show that. */
  async reset() {
    this.clear();
    const { turn } = this;
    const told = "Nothing has been learned yet: what stands below is the work of random weights.";
    this.state.textContent = told;
    try {
      await this.images();
      if (this.turn === turn) await this.random();
      if (this.turn !== turn) return;
      this.trained = true;
      await this.look();
    } catch (error) {
      if (this.turn === turn && !(error instanceof Overtaken)) this.state.textContent = error.message;
    }
  }

  clear() {
    this.turn = Symbol("none");
    this.running?.stop();
    Object.assign(this, { running: null, trained: false, held: false, astray: "", swapped: false, curve: [] });
    for (const one of [this.hold, this.back]) one.disabled = true;
    this.go.disabled = false;
    this.hold.textContent = "Pause";
    this.sketch();
  }

  /** @param {boolean} still */
  pause(still) {
    this.held = still;
    this.running?.rest(still);
    this.hold.textContent = still ? "Go on" : "Pause";
  }

  async train() {
    if (!this.form.reportValidity()) return;
    this.clear();
    const turn = (this.turn = Symbol("one"));
    this.go.disabled = true;
    this.back.disabled = false;
    this.state.textContent = "The images are on their way …";
    try {
      await this.images();
      if (this.turn !== turn) return;
      this.swapped = this.swap.checked;
      const [from, to] = this.chosen;
      const labels = this.labels.map((one) => (this.swapped && one === from ? to : one));
      const steps = Math.ceil(labels.length / BATCH);
      const begun = performance.now();
      let [next, recent] = [0, []];
      this.hold.disabled = false;
      const asked = { images: this.pixels, labels, batch: BATCH, rate: this.rates(steps), momentum: MOMENTUM, seed: Number(this.seed.value), trained: true, limit: steps };
      this.running = this.lab.run("train", asked, ({ step, loss, right, done }) => {
        if (this.turn !== turn || this.astray) return;
        this.trained = true;
        recent = [...recent.slice(1 - RUN), { loss, right }];
        const mean = (of) => recent.reduce((sum, one) => sum + one[of], 0) / recent.length;
        const share = mean("right");
        this.curve.push({ loss: mean("loss"), share, done: (step + 1) / steps });
        this.astray = this.lost(steps);
        if (this.astray) this.running.stop();
        const now = performance.now();
        if (now < next && !done) return;
        next = Infinity;
        this.sketch();
        const seen = Math.min((step + 1) * BATCH, labels.length); // the last batch may be smaller
        this.state.textContent = `${seen.toLocaleString("en")} of ${labels.length.toLocaleString("en")} images, none seen twice; of the last ${seen - (step + 1 - recent.length) * BATCH}, ${plain(100 * share, 1)} % were right before they were learned, with a mean loss of ${plain(mean("loss"), 2)}; ${plain((now - begun) / 1000, 0)} s.`;
        if (done) return;
        if (this.astray) return;
        this.look().then((took) => { next = performance.now() + Math.max(LOOK, SHARE * took); });
      });
      await this.running.done;
      if (this.turn !== turn) return;
      if (this.astray) throw new Error(this.astray);
      await this.end(begun, labels.length);
    } catch (error) {
      if (this.turn === turn && !(error instanceof Overtaken)) {
        this.state.textContent = error.message;
        this.say(error.message);
      }
    }
    if (this.turn !== turn) return;
    this.hold.disabled = true;
    this.go.disabled = false;
  }

  /** @param {number} steps @returns {number[]} the rate of each step: a short rise, then evenly down to 0 */
  rates(steps) {
    const [most, warm] = [Number(this.rate.value), Math.max(1, Math.round(WARM * steps))];
    return Array.from({ length: steps }, (_, step) => most * Math.min((step + 1) / warm, (steps - step) / (steps - warm)));
  }

  /** @param {number} steps @returns {string} what is wrong, as sentences, where it does not learn; else nothing */
  lost(steps) {
    if (this.curve.length < 2 * RUN) return "";
    const { loss } = this.curve.at(-1);
    const guessing = Math.log(this.net.classes.length);
    const told = (what, rate) => `The training ${what}: the mean loss of the last ${RUN} batches is ${plain(loss, 2)}, where guessing has ${plain(guessing, 2)}. Begin again with ${rate} rate.`;
    if (loss > DIVERGED * guessing) return told("went astray", "a smaller");
    return this.curve.length > steps / 2 && loss > NOTHING * guessing ? told("learns nothing", "another") : "";
  }

  /** Judge by all test images. @param {number} begun @param {number} count */
  async end(begun, count) {
    const seconds = plain((performance.now() - begun) / 1000, 0);
    const { right } = await this.lab.ask("score", { images: this.tests, labels: this.names, trained: true });
    const told = `After ${count.toLocaleString("en")} images and ${seconds} s, ${plain(100 * right, 1)} % of ${this.names.length.toLocaleString("en")} test images are right.`;
    await this.look();
    const also = this.swapped ? await this.renamed() : "";
    this.state.textContent = `${told}${also}`;
    this.say(`${told}${also}`);
  }

  /** @returns {Promise<string>} what became of the class that had another name */
  async renamed() {
    const [from, to] = this.chosen;
    const which = [...this.names.keys()].filter((k) => this.names[k] === from);
    const images = new Uint8Array(which.length * this.size);
    which.forEach((test, k) => images.set(this.grey(test), k * this.size));
    const { right } = await this.lab.ask("score", { images, labels: which.map(() => to), trained: true });
    return ` Of class ${this.swappedNames[0]} among them ${plain(100 * right, 0)} % are taken for ${this.swappedNames[1]}.`;
  }

  /** Show what the network has come to. @returns {Promise<number>} ms that it took */
  async look() {
    const [turn, since] = [this.turn, performance.now()];
    const [layer, map] = [this.layer.value, Number(this.map.value)];
    const { input } = this.net;
    try {
      const objective = { kind: "map", layer, map, stage: "after" };
      const start = { seed: this.net.ascent.seeds[layer], layer };
      const found = await this.lab.ask("climbed", { objective, domain: "sphere", steps: STEPS, start, trained: true });
      if (this.turn !== turn) return 0;
      draw(this.oip, found.image, input.shape, [-SPREAD, SPREAD]);
      const said = found.value > 0 ? `its OIP after ${STEPS} steps, response ${plain(found.value, 2)}` : "the start, to which the map is silent";
      this.oipSaid.textContent = said;
      this.oip.setAttribute("aria-label", `Map ${map} of ${layer}: ${said}`);
      for (const [k, { canvas, said: told, name }] of this.walls.entries()) {
        const seen = await this.lab.ask("forward", { image: standardised(input, this.grey(this.examples[k])), trained: true }, `wall ${k}`);
        if (this.turn !== turn) return 0;
        const { image, shape, most } = wall(seen.after[layer], this.step.shape);
        draw(canvas, image, shape, [0, most || 1]);
        const best = largest(seen.probabilities);
        told.textContent = `${name}: it says ${this.net.classes[best]} (${plain(100 * seen.probabilities[best], 0)} %)`;
      }
      await this.answers(layer, map, turn);
    } catch (error) {
      if (!(error instanceof Overtaken)) this.state.textContent = error.message;
    }
    return performance.now() - since;
  }

  /** Show what the map answers to each digit, and how alike the layer answers two of them. */
  async answers(layer, map, turn) {
    const { input, classes } = this.net;
    const images = this.classes.flat().map((test) => standardised(input, this.grey(test)));
    const found = await this.lab.ask("responses", { images, layer, trained: true });
    if (this.turn !== turn) return;
    let at = 0;
    const means = this.classes.map((of) => {
      const sum = new Float32Array(this.step.shape.at(-1));
      for (let k = 0; k < of.length; k++, at++) found[at].forEach((one, m) => { sum[m] += one / of.length; });
      return sum;
    });
    const own = means.map((one) => one[map]);
    const most = Math.max(...own) || 1;
    this.bars.replaceChildren(...own.map((value, digit) => made("div", {}, made("span", {}, classes[digit]), made("i", { style: `--share: ${(value / most).toFixed(3)}` }), made("span", {}, plain(value)))));
    // 0 where both are answered alike, 1 where no map answers both
    const [one, other] = this.chosen.map((which) => means[which]);
    const apart = Math.sqrt(one.reduce((sum, value, m) => sum + (value - other[m]) ** 2, 0) / one.reduce((sum, value, m) => sum + value ** 2 + other[m] ** 2, 1e-12));
    const [from, to] = this.swappedNames;
    const told = `The maps of ${layer} keep ${from} and ${to} apart by ${plain(100 * apart, 0)} % of what they answer to up to ${EACH} test images of each`;
    if (!this.curve.length) {
      this.answer.textContent = `${told}, before they have learned anything.`;
      return;
    }
    // of one layer, and of trainings that came to their end
    this.apart ??= {};
    const key = (swapped) => `${layer} ${swapped}`;
    if (this.curve.at(-1).done === 1) this.apart[key(this.swapped)] = apart;
    const before = this.apart[key(!this.swapped)];
    const last = before === undefined ? "" : ` In your last training ${this.swapped ? "with true names" : `where ${from} was called ${to}`} it was ${plain(100 * before, 0)} %.`;
    this.answer.textContent = `${told}.${last}`;
  }

  /** Draw loss and accuracy. */
  sketch() {
    const most = Math.max(1, ...this.curve.map((one) => one.loss));
    const line = (name, of) => `<polyline class="${name}" points="${this.curve.map((one) => `${(WIDE * one.done).toFixed(1)},${(HIGH - 4 - (HIGH - 8) * Math.min(of(one), 1)).toFixed(1)}`).join(" ")}"/>`;
    this.curves.innerHTML = `<svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true"><path d="M0 ${HIGH - 4}H${WIDE}M0 4H${WIDE}"/>${this.curve.length ? line("loss", (one) => one.loss / most) + line("right", (one) => one.share) : ""}</svg><span>100 %</span><span><b class="right">right</b><b class="loss">loss</b></span><span>${this.told.training.toLocaleString("en")} images</span>`;
    const last = this.curve.at(-1);
    this.curves.setAttribute("aria-label", last ? `Accuracy ${plain(100 * last.share, 0)} %, loss ${plain(last.loss, 2)}` : "Loss and accuracy");
  }
}

define("lab-train", TrainLab);
