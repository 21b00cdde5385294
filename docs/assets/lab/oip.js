// OIPs in the making: a map, a start and a rule are chosen, the ascent runs in the worker, and its film is
// shown at a pace that can be watched, beside the published OIP. What is chosen bears the names of the
// options of the command that finds the same picture. A page can also fix all of it and show the film alone.

import { choose, define, made } from "../elements.js";
import { whole } from "../grids.js";
import { plain } from "../numerals.js";
import { resized, standard, turned } from "./carving.js";
import { Film } from "./film.js";
import { Lab, button, select, still, tools } from "./frame.js";
import { trainingImages } from "./packed.js";
import { SPREAD, draw } from "./picture.js";
import { read } from "./read.js";
import { size } from "./shared.js";

const OBJECTIVES = { mean: "its mean", "pre-activation": "pre-activation", node: "one node", negative: "its negative" };
const RULES = { annealed: "annealed steps", series: "constant steps" };
const MOST = 2000; // steps of a film
const SEEDS = 2 ** 32;
const NEWS = 128; // starts that are tried between two messages
const KEPT = 2 ** 24; // numbers of all pictures of a film; of larger ones only every so many-th is kept

/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other @param {number[]} places @returns {number} */
function correlation(one, other, places) {
  const [a, b] = [one, other].map((values) => standard(places.map((at) => values[at])).values);
  return a.reduce((sum, value, k) => sum + value * b[k], 0) / places.length;
}

/** @param {string} text @param {number} count @returns {number[] | null} as many numbers, as analysis/oips/asked.py takes them */
function weights(text, count) {
  const found = text.split(",").map((one) => (one.trim() === "" ? NaN : Number(one)));
  const largest = Math.max(...found.map(Math.abs)); // NaN where one is none
  return found.length === count && largest >= 1e-6 && largest <= 1000 ? found : null;
}

class OipLab extends Lab {
  async begin() {
    this.fixed = this.dataset.of === "followed";
    this.net = this.lab.net;
    this.known = await read(this.dataset.oips ?? "");
    this.layers = this.net.steps.filter((one) => one.mapped && this.net.ascent?.mixtures[one.name]);
    if (this.known.why) throw new Error(this.known.why);
    if (!this.layers.length) throw new Error("This network has no layer with maps whose OIPs were looked for.");
    this.training = this.dataset.training ? await read(this.dataset.training).catch(() => null) : null;
    const { followed } = this.known;
    if (this.fixed && !followed) throw new Error("No ascent is followed in this build.");
    this.asked = new URLSearchParams(this.fixed ? { ...followed, rule: "series" } : location.search);
    this.film = new Film((told) => this.say(told), (image) => this.differ(image));
    this.told = made("p", { class: "lab-told" });
    this.offers = tools();
    const [rows, columns] = this.net.input.shape;
    const beside = { published: "The published OIP", "here − published": "The difference of both; grey where they are equal" };
    [this.shown, this.difference] = Object.values(beside).map((said) => made("canvas", { role: "img", "aria-label": said, width: columns, height: rows }));
    this.beside = made("div", { class: "film-beside" }, ...Object.keys(beside).map((said, k) => made("figure", {}, [this.shown, this.difference][k], made("figcaption", {}, said))));
    this.line = made("p", { class: "lab-fine lab-line" });
    this.form = made("form", {
      class: "lab-choices",
      onsubmit: (event) => {
        event.preventDefault();
        this.start();
        this.told.scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
      },
      onchange: () => this.changed(),
    });
    this.fields();
    this.ascend = this.fixed ? button("Watch it emerge", () => this.start()) : made("button", { type: "submit" }, "Climb");
    this.cease = button("Stop", () => this.stop(), { disabled: "" });
    const acts = tools(this.ascend, this.cease);
    const { canvas, controls, choices, curve, row } = this.film;
    const stage = made("div", { class: "film" }, made("div", { class: "film-pictures" }, made("figure", {}, canvas, made("figcaption", {}, "here")), this.beside), controls, curve, row, choices);
    if (this.fixed) this.bench.append(acts, stage, this.told, this.offers, this.line);
    else {
      this.form.append(acts);
      this.bench.append(this.form, made("div", { class: "film-side" }, this.told, this.offers, stage, this.line));
    }
    this.read();
    this.changed(false);
    if (this.asked.has("map") && !this.fixed) this.start();
    else this.preview();
  }

  /** Make the fields of the form, by the names of the command's options. */
  fields() {
    const choice = (name, told) => select(Array.isArray(told) ? told.map((one) => [one, one]) : Object.entries(told), { name });
    const number = (name, high = 0, low = 0) => made("input", { name, type: "number", min: low, max: high, step: 1, required: "" });
    const box = (name) => made("input", { name, type: "checkbox" });
    const starts = { fluctuation: "fluctuations", noise: "noise, pixel by pixel" };
    if (this.training) starts.image = "a training image";
    for (const { name } of this.training?.pictures ?? []) starts[name] = `${name}, to dream on`;
    const place = (field, label = field.name) => made("label", { "data-of": field.name }, made("span", {}, label), field);
    const lever = (field, label) => made("label", { "data-of": field.name, class: "lab-switch" }, field, ` ${label}`);
    this.field = {
      layer: choice("layer", this.layers.map((one) => one.name)),
      map: number("map"),
      objective: choice("objective", OBJECTIVES),
      row: number("row"),
      column: number("column"),
      start: choice("start", starts),
      image: number("image", Math.max(0, (this.training?.training ?? 1) - 1)),
      carve: box("carve"),
      seed: number("seed", SEEDS - 1),
      weights: made("input", { name: "weights", type: "text", size: 14, "aria-describedby": "weights-said", title: "numbers, separated by commas" }),
      wake: box("wake"),
      domain: choice("domain", ["sphere", "box"]),
      rule: choice("rule", RULES),
      steps: number("steps", MOST, 1),
    };
    const of = this.field;
    this.scales = made("small", { id: "weights-said" });
    const group = (title, ...inside) => made("fieldset", {}, made("legend", {}, title), ...inside);
    this.form.append(
      group("What is raised", place(of.layer), place(of.map), place(of.objective, "of it"), place(of.row), place(of.column)),
      group("Where it begins", place(of.start), place(of.image, "number"), lever(of.carve, "carve: put the detail back after each turn"),
        place(of.seed), place(of.weights), this.scales, lever(of.wake, "wake a silent map first, as the search does")),
      group("How it climbs", place(of.domain), place(of.rule), place(of.steps)),
    );
  }

  /** @returns {any} the layer that is chosen */
  get layer() {
    return this.layers.find((one) => one.name === this.field.layer.value);
  }

  /** @returns {any} what stands in the fields */
  get chosen() {
    const of = this.field;
    const [kind, picture] = [of.objective.value, this.training?.pictures.find((one) => one.name === of.start.value)];
    return {
      layer: of.layer.value,
      map: Number(of.map.value),
      objective: kind === "node" ? `node:${of.row.value},${of.column.value}` : kind,
      start: of.start.value === "image" ? `image:${of.image.value}` : of.start.value,
      picture,
      carve: Boolean(picture && of.carve.checked),
      seed: Number(of.seed.value),
      weights: of.weights.value.replaceAll(" ", ""),
      wake: of.wake.checked,
      domain: of.domain.value,
      rule: of.rule.value,
      steps: Number(of.steps.value),
    };
  }

  /** @returns {Record<string, string>} what stands in the fields where nothing is asked */
  usual() {
    const layer = this.field.layer.value;
    return {
      layer: this.layers.at(-1).name, map: "0", objective: "mean", start: "fluctuation", seed: `${this.net.ascent.seeds[layer]}`, wake: "", carve: "1",
      weights: this.net.ascent.mixtures[layer].weights.join(","), domain: "sphere", rule: "annealed", steps: `${this.net.ascent.rules[this.field.rule.value].steps}`,
    };
  }

  /** Take from the address what can be. */
  read() {
    const [of, said] = [this.field, (name) => this.asked.get(name) ?? ""];
    const layer = this.layers.find((one) => [one.name, one.name.toLowerCase().replaceAll("_", "-")].includes(said("layer")));
    of.layer.value = (layer ?? this.layers.at(-1)).name;
    for (const name of ["domain", "rule"]) if ([...of[name].options].some((one) => one.value === said(name))) of[name].value = said(name);
    const [start, image] = said("start").split(":");
    if ([...of.start.options].some((one) => one.value === start)) of.start.value = start;
    of.image.value = `${whole(image ?? "", Number(of.image.max) + 1) ?? 0}`;
    const usual = this.usual();
    const [rows, columns] = this.layer.shape;
    const [kind, node] = said("objective").split(":");
    if (Object.hasOwn(OBJECTIVES, kind)) of.objective.value = kind;
    const [row, column] = (node ?? "").split(",");
    of.row.value = `${whole(row ?? "", rows) ?? rows >> 1}`;
    of.column.value = `${whole(column ?? "", columns) ?? columns >> 1}`;
    of.map.value = `${whole(said("map"), this.layer.shape.at(-1)) ?? 0}`;
    of.seed.value = `${whole(said("seed"), SEEDS) ?? usual.seed}`;
    of.steps.value = `${whole(said("steps"), MOST + 1) || usual.steps}`;
    of.weights.value = weights(said("weights"), this.grids.length) ? said("weights") : usual.weights;
    of.wake.checked = said("wake") === "1";
    of.carve.checked = said("carve") !== "0";
    this.before = { layer: of.layer.value, rule: of.rule.value };
  }

  get grids() {
    return this.net.ascent.mixtures[this.field.layer.value].grids;
  }

  /** Bring fields, address and line to what is chosen. @param {boolean} said whether it goes into the address */
  changed(said = true) {
    const of = this.field;
    const [rows, columns, maps] = this.layer.shape;
    [of.map.max, of.row.max, of.column.max] = [maps - 1, rows - 1, columns - 1];
    const usual = this.usual();
    if (this.before.layer !== of.layer.value) {
      of.seed.value = usual.seed;
      of.weights.value = usual.weights;
      if (Number(of.map.value) >= maps) of.map.value = "0";
      of.row.value = `${rows >> 1}`;
      of.column.value = `${columns >> 1}`;
    }
    if (this.before.rule !== of.rule.value) of.steps.value = usual.steps;
    this.before = { layer: of.layer.value, rule: of.rule.value };
    const [side] = this.net.input.shape;
    this.scales.textContent = `weights of fluctuations of ${this.grids.map((one) => plain(side / one, 1).replace(/\.0$/, "")).join(", ")} px`;
    const chosen = this.chosen;
    const [node, climbs] = [of.objective.value === "node", !chosen.carve];
    this.film.raised = of.objective.value === "mean" ? "response" : "value";
    const shown = {
      row: node, column: node, image: of.start.value === "image", carve: Boolean(chosen.picture),
      seed: ["fluctuation", "noise"].includes(chosen.start), weights: chosen.start === "fluctuation", wake: of.objective.value === "mean" && climbs,
      domain: climbs, rule: climbs, steps: climbs,
    };
    for (const [name, is] of Object.entries(shown)) {
      this.form.querySelector(`[data-of="${name}"]`).hidden = !is;
      of[name].disabled = !is;
    }
    this.scales.hidden = !shown.weights;
    for (const group of this.form.querySelectorAll("fieldset")) group.hidden = !group.querySelector("label:not([hidden])");
    if (said && !this.fixed) {
      const now = { ...chosen, wake: chosen.wake ? "1" : "", carve: chosen.picture && !chosen.carve ? "0" : "1" };
      for (const [name, value] of Object.entries(usual)) {
        // a map is always said, so that the address leads to its film
        const same = `${now[name]}` === value || shown[name] === false;
        choose(this.asked, name, same && !["layer", "map"].includes(name) ? "" : `${now[name]}`);
      }
    }
    this.reproduce();
    if (said) this.preview();
  }

  /** Say by which command the same picture is found at a terminal, and with which weights of the network. */
  reproduce() {
    const { sha256 } = this.net.weights;
    const digest = made("span", {}, `The weights of the network have the SHA-256 `, made("code", { title: sha256 }, sha256.slice(0, 12)), ".");
    const now = this.chosen;
    if (!this.known.asked || now.picture) {
      this.line.replaceChildren(digest);
      return;
    }
    const usual = this.usual();
    const said = ["--layer", now.layer, "--map", now.map];
    if (!this.field.seed.disabled) said.push("--seed", now.seed, "--starts", 1);
    for (const name of ["objective", "start", "weights", "domain", "rule", "steps"]) {
      if (!this.field[name].disabled && `${now[name]}` !== usual[name]) said.push(`--${name}`, now[name]);
    }
    if (this.net.profile !== "full") said.push("--profile", this.net.profile);
    this.line.replaceChildren("The same at a terminal: ", made("code", {}, `python -m analysis oip ${said.join(" ")}`), ". ", digest);
  }

  /** @param {string} told @param {[string, () => void][]} offers what a reader may do next */
  tell(told, ...offers) {
    this.told.textContent = told;
    this.say(told);
    this.offers.replaceChildren(...offers.map((one) => button(...one)));
  }

  stop() {
    this.turn = Symbol("none");
    this.running?.stop();
    this.film.play(false);
    this.cease.disabled = true;
  }

  /** @param {{layer: string, map: number, objective: string}} chosen @param {string} word @returns {any} an objective of the engine */
  aimed({ layer, map, objective }, word = objective) {
    if (word.startsWith("node")) {
      const [row, column] = word.slice(5).split(",").map(Number);
      return { kind: "node", layer, map, row, column };
    }
    return { kind: "map", layer, map, stage: word === "mean" ? "after" : "before", sign: word === "negative" ? -1 : 1 };
  }

  /** @param {any} chosen @returns {any} the mixture of scales of its start */
  mixture({ start, weights: said }) {
    const { grids } = this;
    const finest = Math.max(...grids);
    const found = start === "noise" ? grids.map((one) => +(one === finest)) : weights(said, grids.length);
    if (!found) throw new Error(`The weights should be ${grids.length} numbers, separated by commas, and not all 0.`);
    return { grids, weights: found };
  }

  /** @param {any} chosen @returns {Promise<Float32Array>} the start, in its domain */
  async begun(chosen) {
    const { layer, domain, seed, start, picture } = chosen;
    if (start === "fluctuation" || start === "noise") return this.lab.ask("startImage", { seed, layer, mixture: this.mixture(chosen), domain });
    const { mean, deviation, shape: [side] } = this.net.input;
    const raw = picture ? standard(resized(await this.picture(picture), this.side, side)).values : await this.digit(Number(start.slice(6)));
    const image = picture ? Float32Array.from(raw) : Float32Array.from(raw, (grey, k) => Math.fround(grey - Math.fround(mean[k % mean.length])) / Math.fround(deviation[k % deviation.length]));
    return this.lab.ask("nearest", { image, domain });
  }

  /** @param {number} number of a training image @returns {Promise<Uint8Array>} its grey values */
  async digit(number) {
    this.images ??= trainingImages(this.training, this.dataset.training);
    const each = size(this.training.shape);
    return (await this.images).subarray(number * each, (number + 1) * each);
  }

  /** @param {{file: string}} picture @returns {Promise<Float32Array>} */
  async picture({ file }) {
    const found = await read(new URL(file, new URL(this.dataset.training, location.href)).href);
    this.side = Math.sqrt(found.length);
    return found;
  }

  /** Do what takes a while, and say where it fails. @param {(turn: symbol) => Promise<void>} work left where another one has begun */
  async attempt(work) {
    this.stop();
    const turn = (this.turn = Symbol("one"));
    try {
      await work(turn);
    } catch (error) {
      if (error.name !== "Overtaken" && this.turn === turn) this.tell(error.message);
    }
    if (this.turn === turn) this.cease.disabled = true;
  }

  start() {
    if (!this.fixed && !this.form.reportValidity()) return;
    const chosen = this.chosen;
    this.attempt((turn) => {
      this.cease.disabled = false;
      this.tell("Climbing …");
      return chosen.carve ? this.carve(chosen, turn) : this.climb(chosen, turn);
    });
  }

  /** Show the start that is chosen, beside the published OIP. */
  preview() {
    if (!this.form.checkValidity()) return;
    const chosen = this.chosen;
    this.attempt(async (turn) => {
      if (chosen.carve) return this.carve(chosen, turn, 0);
      const start = await this.begun(chosen);
      const { value } = await this.lab.ask("gradient", { image: start, objective: this.aimed(chosen) });
      if (this.turn !== turn) return;
      this.cleared(chosen);
      this.film.add(start, value);
      this.offers.replaceChildren();
      const published = await this.publish(chosen, turn);
      if (this.turn !== turn) return;
      this.told.textContent = `This is the start; the ${this.film.raised} of map ${chosen.map} to it is ${plain(value)}.${published ? ` Its published OIP reaches ${plain(published)}.` : ""}`;
    });
  }

  /** Begin the film of what is chosen. @param {any} chosen @param {number} waking steps before its ascent @returns {number} of how many steps one is kept */
  cleared({ domain, steps }, waking = 0) {
    const { low, high, shape } = this.net.input;
    const stride = Math.ceil(((waking + steps) * size(shape)) / KEPT);
    this.film.clear(shape, Math.ceil(steps / stride), { stride, waking: Math.ceil(waking / stride), between: domain === "box" ? [low, high] : [-SPREAD, SPREAD] });
    return stride;
  }

  /** Put the published OIP beside the film. @param {any} chosen @param {symbol} turn @returns {Promise<number | null | undefined>} its response; null where none was found, undefined where none was looked for */
  async publish(chosen, turn) {
    this.alone();
    const layer = this.known.layers.find((one) => one.layer === chosen.layer);
    const published = chosen.objective === "mean" ? layer?.responses[chosen.domain][chosen.map] : undefined;
    if (published === null || published === undefined) return published;
    this.folder = `${this.dataset.site ?? ""}${layer.folder}${chosen.map}/`;
    const other = await read(`${this.folder}oip-${chosen.domain}.npy`);
    if (this.turn !== turn) return published;
    this.beside.classList.remove("none");
    draw(this.shown, other, this.net.input.shape, this.film.between);
    this.other = other;
    this.differ(this.film.images[this.film.at] ?? other);
    this.lead(chosen);
    return published;
  }

  /** Lead to all that is known of the map. */
  lead({ map }) {
    this.offers.replaceChildren(made("a", { href: this.folder }, `All of map ${map}`));
  }

  /** Leave what stands beside the film empty. */
  alone() {
    this.other = null;
    this.beside.classList.add("none");
  }

  /** @param {ArrayLike<number>} image of the film, held against the published OIP */
  differ(image) {
    if (this.other) draw(this.difference, this.other.map((one, k) => image[k] - one), this.net.input.shape, [-2 * SPREAD, 2 * SPREAD]);
  }

  /** @param {any} chosen @param {symbol} turn which is left where another one has begun */
  async climb(chosen, turn) {
    const { domain, rule, steps } = chosen;
    const objective = this.aimed(chosen);
    const start = await this.begun(chosen);
    const { value, gradient } = await this.lab.ask("gradient", { image: start, objective });
    if (this.turn !== turn) return;
    const silent = gradient.every((slope) => slope === 0);
    if (silent && !(chosen.wake && chosen.objective === "mean")) {
      this.cleared(chosen);
      this.film.add(start, value);
      await this.publish(chosen, turn);
      if (this.turn === turn) this.silent(chosen, value);
      return;
    }
    const waking = silent ? this.net.ascent.wake : 0;
    const every = this.cleared(chosen, waking);
    const published = await this.publish(chosen, turn);
    let [best, reached] = [start, value];
    const run = async (asked) => {
      if (this.turn !== turn) return;
      this.running = this.lab.run("ascent", { domain, start: best, every, ...asked }, (frame) => {
        if (this.turn !== turn) return;
        if (frame.step % every === 0) this.film.add(frame.image, frame.value);
        [best, reached] = [frame.best, frame.bestValue];
        if (this.film.images.length === 2 && !still()) this.film.play(true);
      });
      await this.running.done;
    };
    if (silent) await run({ objective: this.aimed(chosen, "pre-activation"), rule: "annealed", steps: waking });
    await run({ objective, rule, steps });
    if (this.turn !== turn) return;
    this.film.end(true);
    this.compare(chosen, best, published, reached, silent ? value : null);
  }

  /** A start that the map is silent to: say so, and offer what the publication does then. */
  silent(chosen, value) {
    const offers = chosen.objective === "mean" ? [["Wake the map", () => { this.field.wake.checked = true; this.changed(); this.start(); }]] : [];
    // what is forbidden has no start that is answered
    if (["fluctuation", "noise"].includes(chosen.start) && chosen.objective !== "negative") offers.unshift(["Look for another start", () => this.search(chosen)]);
    this.tell(`What is raised is ${plain(value)} for this start, and no pixel changes that by a little. Nothing can grow from here.`, ...offers);
  }

  /** @param {any} chosen Look through as many seeds as the publication does, for the best start. */
  async search(chosen) {
    this.stop();
    this.cease.disabled = false;
    const { layer, domain } = chosen;
    const { candidates, candidate_seeds: seeds, weights: scales } = this.net.ascent;
    let best = null;
    this.running = this.lab.run("search", { objective: this.aimed(chosen), domain, mixture: { grids: this.grids, weights: scales }, seed: seeds[layer], count: candidates, every: NEWS }, (frame) => {
      best = frame;
      this.told.textContent = `${frame.tried.toLocaleString("en")} of ${candidates.toLocaleString("en")} starts tried; ${frame.value > 0 ? `the best one, seed ${frame.seed}, reaches ${plain(frame.value)}` : "none is answered yet"}. Stop takes the best so far.`;
    });
    await this.running.done.catch((error) => this.tell(error.message));
    this.cease.disabled = true;
    if (!best || !this.isConnected) return;
    if (!(best.value > 0) && chosen.objective !== "mean") {
      this.tell(`None of ${best.tried.toLocaleString("en")} starts is answered.${chosen.objective.startsWith("node") ? " Raise the pre-activation instead." : ""}`);
      return;
    }
    this.field.start.value = "fluctuation";
    this.field.seed.value = `${best.seed}`;
    this.field.weights.value = scales.join(",");
    this.field.wake.checked = !(best.value > 0);
    this.changed();
    this.start();
  }

  /** Say what became of an ascent. @param {any} chosen @param {Float32Array} image @param {number | null | undefined} published @param {number} reached @param {number | null} before of a map that had to be woken, the response to the start */
  compare(chosen, image, published, reached, before) {
    const woken = before !== null && reached > before;
    const ended = woken || before === null ? `The ascent reached ${plain(reached)}${woken ? ", after a climb of its pre-activation had woken the map" : ""}` : `The ascent reached ${plain(reached)}: a climb of its pre-activation did not wake the map`;
    if (!this.other) {
      this.tell(`${ended}.${published === null ? " No OIP of this map was published in this domain." : ""}`);
      return;
    }
    const [, columns, channels] = this.net.input.shape;
    const { firsts, stops } = this.layer.fields;
    const [rowSeen, columnSeen] = firsts.map((first, axis) => (at) => at >= Math.min(...first) && at < Math.max(...stops[axis]));
    const seen = [...this.other.keys()].filter((k) => rowSeen(Math.floor(k / channels / columns)) && columnSeen(Math.floor(k / channels) % columns));
    this.tell(`${ended}; the published OIP reaches ${plain(published)}. On the pixels that the layer sees the two correlate by ${plain(correlation(image, this.other, seen), 2)}.`);
    this.lead(chosen);
  }

  /** Carve the map into a picture, as the companion on dreams does. @param {any} chosen @param {symbol} turn @param {number} last of the turns that are made */
  async carve(chosen, turn, last = this.training.turns) {
    let picture = Float64Array.from(await this.picture(chosen.picture));
    const { side } = this;
    const [base] = this.net.input.shape;
    const { turns, turn: each } = this.training;
    this.alone();
    const objective = this.aimed(chosen);
    const response = async (image) => (await this.lab.ask("gradient", { image: Float32Array.from(standard(resized(image, side, base)).values), objective })).value;
    this.film.clear([side, side], turns + 1, { unit: "turn", between: [Math.min(...picture), Math.max(...picture)] });
    for (let done = 0; done <= last; done++) {
      if (done) picture = await turned(picture, side, base, async (start) => (await this.lab.ask("climbed", { objective, domain: "sphere", rule: "series", steps: each + 1, start })).image);
      const value = await response(picture);
      if (this.turn !== turn) return;
      this.film.add(Float32Array.from(picture), value);
      if (done === 0 && value === 0) {
        this.tell("What is raised is 0 for this picture: nothing can be carved. Take another map.");
        return;
      }
    }
    if (!last) {
      this.tell("This is the picture before the first turn.");
      return;
    }
    this.film.end(true);
    this.tell(`Carved in ${turns} ${turns === 1 ? "turn" : "turns"} of ${each} ${each === 1 ? "step" : "steps"} each: the ${this.film.raised} goes from ${plain(this.film.values[0])} to ${plain(this.film.values.at(-1))}.`);
  }
}

define("lab-oip", OipLab);
