// A hint at what a map reacts to, and two images: which of them excites it more? Beside the reader's
// choice stands that of a plain comparison of pictures, as in the two-way choice of the trust numbers.
// The score stays in this browser, until the reader takes it along as a file.

import { choose, define, made } from "../elements.js";
import { plain } from "../numerals.js";
import { Lab, labelled } from "./frame.js";
import { greyOf, pixelsOf, standardised } from "./images.js";
import { mulberry32 } from "./mulberry.js";
import { draw } from "./picture.js";
import { read } from "./read.js";

const [STRONG, WEAK] = [0.2, 0.5]; // shares of the images that pairs are drawn from
const REACH = 4; // px by which a hint may be moved, as in the trust numbers
const GAP = 2; // px between the pictures of a row
const HINTS = { oip: "its OIP", images: "its nine strongest training images" };
const KEPT = `${new URL("../../", import.meta.url).pathname}lab-game`;

/** @typedef {{layer: string, map: number, hint: string, images: number[], responses: number[], chosen: number, right: boolean, machine: number}} Round of the images the left one comes first; machine: 1 where it is right, 0.5 where it cannot tell */

/** @param {ArrayLike<number>} values @returns {Float64Array} brought to mean 0 and sum of squares 1 */
function unit(values) {
  const mean = Array.prototype.reduce.call(values, (sum, one) => sum + one, 0) / values.length;
  const moved = Float64Array.from(values, (one) => one - mean);
  const size = Math.sqrt(moved.reduce((sum, one) => sum + one * one, 0));
  return size ? moved.map((one) => one / size) : moved;
}

/** @param {ArrayLike<number>} hint @param {ArrayLike<number>} image @param {number[]} side of both @returns {number} the highest product over small shifts */
export function match(hint, image, [rows, columns]) {
  const [given, seen] = [unit(hint), unit(image)];
  let best = -Infinity;
  for (let down = -REACH; down <= REACH; down++) {
    for (let right = -REACH; right <= REACH; right++) {
      let product = 0;
      for (let row = Math.max(0, -down); row < Math.min(rows, rows - down); row++) {
        for (let column = Math.max(0, -right); column < Math.min(columns, columns - right); column++) {
          product += given[(row + down) * columns + column + right] * seen[row * columns + column];
        }
      }
      best = Math.max(best, product);
    }
  }
  return best;
}

/** @returns {Round[]} what was played in this browser */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return []; // no store, or not ours
  }
}

/** @param {Round[]} rounds */
function keep(rounds) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(rounds));
  } catch {
    // a reader may forbid to store anything: the score lasts as long as the page
  }
}

class PredictionGame extends Lab {
  async begin() {
    this.start = await read(this.dataset.start ?? "");
    this.layers = this.start.layers.filter((one) => one.pages && Object.keys(one.choices).length);
    if (!this.layers.length) throw new Error("No layer of this network has pictures that could be hints, so there is nothing to play with.");
    this.asked = new URLSearchParams(location.search);
    this.pixels = this.start.images.map(pixelsOf);
    this.read = this.pixels.map((pixels) => standardised(this.lab.net.input, pixels));
    this.answers = new Map(); // of the network, by layer
    this.rounds = kept();
    this.settings();
    this.table();
    await this.next();
  }

  settings() {
    const layers = this.layers.map((one) => new Option(one.layer, one.layer));
    this.layer = made("select", {}, ...layers);
    this.hint = made("select", {}, ...Object.entries(HINTS).map(([name, text]) => new Option(text, name)));
    const said = (name) => this.asked.get(name) ?? "";
    this.layer.value = this.layers.some((one) => one.layer === said("layer")) ? said("layer") : this.layers.at(-1).layer;
    this.hint.value = said("hint") in HINTS ? said("hint") : "oip";
    // whoever has the same number gets the same rounds, as a class that compares itself does
    const seed = Number(said("seed"));
    this.seed = Number.isInteger(seed) && seed > 0 ? seed : 1 + Math.floor(Math.random() * 9999);
    choose(this.asked, "seed", `${this.seed}`);
    this.number = 0;
    for (const [name, select] of Object.entries({ layer: this.layer, hint: this.hint })) {
      select.addEventListener("change", () => {
        choose(this.asked, name, select.value);
        this.number = 0;
        this.next();
      });
    }
    this.bench.append(made("div", { class: "lab-tools" }, labelled("Maps of", this.layer), labelled("The hint is", this.hint), made("span", { class: "lab-fine" }, `Series ${this.seed} of rounds; the number stands in the address.`)));
  }

  table() {
    this.question = made("p", { class: "lab-question" });
    this.shown = made("canvas", { class: "lab-hint", role: "img" });
    this.sides = ["left", "right"].map((side, at) => {
      const canvas = made("canvas", { width: this.start.side[1], height: this.start.side[0] });
      const told = made("span", {});
      const button = made("button", { type: "button", class: "lab-card", "aria-label": `The ${side} image` }, canvas, told);
      button.addEventListener("click", () => this.answer(at));
      return { button, canvas, told };
    });
    this.result = made("p", { class: "lab-result" });
    this.more = made("a", {}, "All about this map");
    this.onward = made("button", { type: "button" }, "Next");
    this.onward.addEventListener("click", () => this.next(true));
    this.score = made("p", { class: "lab-score" });
    const take = made("button", { type: "button" }, "Save as JSON");
    take.addEventListener("click", () => this.save());
    const forget = made("button", { type: "button" }, "Start again");
    forget.addEventListener("click", () => {
      this.rounds = [];
      keep(this.rounds);
      this.tellScore();
    });
    const board = made("div", { class: "lab-board" }, this.shown, ...this.sides.map((one) => one.button));
    board.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: 0, ArrowRight: 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.sides[to].button.focus();
    });
    this.bench.append(this.question, board, made("div", { class: "lab-answer" }, this.result, made("p", { class: "lab-tools" }, this.onward, this.more)), this.score, made("p", { class: "lab-tools" }, take, forget));
    this.tellScore();
  }

  /** @param {boolean} asked whether the reader did, who then goes on from the first of the two */
  async next(asked = false) {
    const now = (this.turn = {});
    const shelf = this.layers.find((one) => one.layer === this.layer.value);
    const hint = this.hint.value;
    try {
      if (!this.answers.has(shelf.layer)) this.answers.set(shelf.layer, await this.lab.ask("responses", { images: this.read, layer: shelf.layer }));
      const answers = this.answers.get(shelf.layer);
      const draw = mulberry32(1000 * this.seed + this.number);
      this.number += 1;
      // a map that answers all images alike has no stronger one
      const least = (map) => answers.reduce((low, one) => Math.min(low, one[map]), Infinity);
      const excite = (map) => answers.map((_, image) => image).filter((image) => answers[image][map] > Math.max(least(map), 0));
      const maps = shelf.choices[hint].map((_, map) => map).filter((map) => shelf.choices[hint][map] !== null && excite(map).length);
      if (!maps.length) throw new Error(`No map of ${shelf.layer} has such a hint: choose the other one, or another layer.`);
      const one = (list) => list[Math.floor(draw() * list.length)];
      const map = one(maps);
      const order = answers.map((_, image) => image).sort((a, b) => answers[a][map] - answers[b][map]);
      const firing = order.filter((image) => excite(map).includes(image));
      const strong = one(firing.slice(-Math.max(1, Math.round(STRONG * order.length))));
      const weak = one(order.slice(0, Math.floor(WEAK * order.length)).filter((image) => answers[image][map] < answers[strong][map]));
      const images = draw() < 0.5 ? [strong, weak] : [weak, strong];
      const hints = await this.hints(shelf, map, hint);
      if (this.turn !== now) return; // the reader has gone on
      Object.assign(now, { shelf, map, hint, images, hints, responses: images.map((image) => answers[image][map]) });
      this.show(asked);
    } catch (error) {
      if (error.name !== "Overtaken") this.refuse(error);
    }
  }

  /** @returns {Promise<ArrayLike<number>[]>} the pictures of a hint, which are put on the board */
  async hints(shelf, map, hint) {
    const [rows, columns] = this.start.side;
    const folder = new URL(`${this.dataset.site}${shelf.folder}${map}/`, location.href);
    const file = new URL(hint === "oip" ? "oip.png" : "strongest.png", folder).href;
    const picture = new Image();
    picture.src = file;
    await picture.decode().catch(() => { throw new Error(`The picture ${new URL(file).pathname} could not be read: try again later, or build the site anew.`); });
    const many = hint === "oip" ? 1 : Math.round((picture.width + GAP) / (columns + GAP));
    const across = Math.ceil(Math.sqrt(many));
    this.shown.width = across * (columns + GAP) - GAP;
    this.shown.height = Math.ceil(many / across) * (rows + GAP) - GAP;
    const context = this.shown.getContext("2d", { willReadFrequently: true });
    const every = Array.from({ length: many }, (_, k) => {
      const place = [(k % across) * (columns + GAP), Math.floor(k / across) * (rows + GAP)];
      context.drawImage(picture, k * (columns + GAP), 0, columns, rows, ...place, columns, rows);
      const { data } = context.getImageData(...place, columns, rows);
      return greyOf(data.filter((_, at) => at % 4 < 3), 3);
    });
    if (hint !== "oip") return every;
    // the picture is for the eye, and hatched where no node looks: compared are the numbers themselves
    const values = await read(new URL("oip-sphere.npy", folder).href);
    const { mean, deviation } = this.lab.net.input;
    return [greyOf(values.map((value, k) => value * deviation[k % deviation.length] + mean[k % mean.length]), deviation.length)];
  }

  /** @param {boolean} asked */
  show(asked) {
    const { shelf, map, hint, images } = this.turn;
    this.question.textContent = `Map ${map} of ${shelf.layer}: this is ${HINTS[hint]}. Which of the two excites it more?`;
    this.shown.setAttribute("aria-label", `The hint: ${HINTS[hint]}`);
    this.sides.forEach(({ button, canvas, told }, at) => {
      draw(canvas, this.pixels[images[at]], [...this.start.side, this.lab.net.input.shape[2]], [0, 255]);
      const image = this.start.images[images[at]];
      button.setAttribute("aria-label", `The ${["left", "right"][at]} image${image.label === null ? "" : `, a ${this.start.names[image.label]}`}`);
      button.classList.remove("right", "wrong", "stronger");
      button.removeAttribute("aria-disabled");
      told.textContent = "\u00a0";
    });
    this.result.textContent = "Choose one.";
    this.onward.disabled = true;
    this.more.hidden = true;
    if (asked) this.sides[0].button.focus();
  }

  /** @param {number} at the side that is chosen */
  answer(at) {
    const { shelf, map, hint, images, hints, responses, done } = this.turn;
    if (done || !responses) return;
    this.turn.done = true;
    const stronger = responses[0] > responses[1] ? 0 : 1;
    const { fields } = this.lab.net.steps.find((one) => one.name === shelf.layer);
    const seen = [0, 1].map((axis) => [Math.max(fields.firsts[axis][0], 0), Math.min(fields.stops[axis].at(-1), this.start.side[axis])]);
    const side = seen.map(([first, stop]) => stop - first);
    const visible = (picture) => picture.filter((_, k) => [Math.floor(k / this.start.side[1]), k % this.start.side[1]].every((one, axis) => one >= seen[axis][0] && one < seen[axis][1]));
    const [left, right] = images.map((image) => hints.reduce((sum, one) => sum + match(visible(one), visible(greyOf(this.pixels[image], this.lab.net.input.shape[2])), side), 0));
    const machine = left === right ? 0.5 : Number((left > right ? 0 : 1) === stronger);
    this.sides.forEach(({ button, told }, one) => {
      told.textContent = plain(responses[one]);
      button.classList.toggle("stronger", one === stronger);
      button.setAttribute("aria-disabled", "true");
    });
    this.sides[at].button.classList.add(at === stronger ? "right" : "wrong");
    const rate = shelf.choices[hint][map];
    const said = `${at === stronger ? "Right" : "Wrong"}: the ${["left", "right"][stronger]} one excites it more, by ${plain(responses[stronger])} against ${plain(responses[1 - stronger])}. `
      + `The comparison of pictures ${{ 1: "is right too", 0: "is wrong", 0.5: "cannot tell" }[machine].replace("right too", at === stronger ? "right too" : "right")}; `
      + `over many pairs of test images it is right in ${plain(100 * rate, 0)} % with this hint.`;
    this.result.textContent = said;
    this.say(said);
    this.more.href = new URL(`${this.dataset.site}${shelf.folder}${map}/`, location.href).href;
    this.more.hidden = this.onward.disabled = false;
    this.rounds.push({ layer: shelf.layer, map, hint, images: images.map((image) => this.start.images[image].image), responses: [...responses], chosen: at, right: at === stronger, machine });
    keep(this.rounds);
    this.tellScore();
    this.onward.focus();
  }

  tellScore() {
    const [all, own] = [this.rounds.length, this.rounds.filter((one) => one.right).length];
    const machine = this.rounds.reduce((sum, one) => sum + one.machine, 0);
    this.score.textContent = all
      ? `You were right in ${own} of ${all}, the comparison of pictures in ${machine} of the same ${all}; whoever guesses is right in half of such cases, in the mean.`
      : "No rounds yet. The score is kept in this browser alone.";
  }

  save() {
    const told = { game: "prediction", site: new URL(this.dataset.site ?? "", location.href).href, network: this.lab.net.weights.sha256, seed: this.seed, rounds: this.rounds };
    const address = URL.createObjectURL(new Blob([JSON.stringify(told, null, 1)], { type: "application/json" }));
    const link = made("a", { href: address, download: "prediction-game.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}

define("lab-game", PredictionGame);
