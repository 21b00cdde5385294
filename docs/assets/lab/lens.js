// One node of the lab, near: its map, where it looks, and its sum, number by number.

import { made } from "../elements.js";
import { framed, reached, stepped, under } from "../grids.js";
import { plain, signed } from "../numerals.js";
import { button, tools } from "./frame.js";

const LISTED = 6; // terms of a sum that are listed one by one

/** @param {{added: number}[]} terms @returns {any[]} those that add or take most first */
const ordered = (terms) => [...terms].sort((one, other) => Math.abs(other.added) - Math.abs(one.added));

/** @param {string} name @param {number[]} window rows and columns @param {number[]} numbers */
const grid = (name, [rows, columns], numbers) => made("table", { class: "lab-numbers" },
  made("caption", {}, name),
  made("tbody", {}, ...Array.from({ length: rows }, (_, row) => (
    made("tr", {}, ...numbers.slice(row * columns, (row + 1) * columns).map((value) => made("td", {}, plain(value, 2))))
  ))));

/** @param {Record<string, any>} more attributes @returns {SVGSVGElement} what lies over a picture, with the frame around some of its squares */
export const marked = (more) => made("svg", { class: "mark", ...more }, made("rect", { class: "under" }), made("rect", { class: "over" }));

export class Lens {
  /** @param {any} lab whose walls and whose answers of the network it shows */
  constructor(lab) {
    this.lab = lab;
    const about = made("div", { class: "lab-node" }, this.picture(), this.words());
    this.element = made("section", { class: "lab-lens" }, made("h3", {}, "One node"), about, this.sum());
  }

  /** @returns {Element} the map of the node, on which another one is pointed at */
  picture() {
    this.large = made("canvas");
    const there = (event) => {
      const at = this.lab.peeked ?? this.at;
      const { places: [rows, columns] } = this.lab.wall(at.layer);
      const [x, y] = under(this.one, event);
      return x >= 0 && y >= 0 && x < columns && y < rows ? { ...at, node: [y, x] } : null;
    };
    this.one = marked({
      onpointermove: (event) => {
        const at = event.pointerType === "mouse" && there(event);
        if (at) this.lab.peek(at);
      },
      onpointerleave: () => this.lab.peek(null),
      onclick: (event) => {
        const at = there(event);
        if (at) this.lab.pin(at);
      },
      onkeydown: (event) => {
        const node = stepped(event, this.at.node, this.lab.wall(this.at.layer).places);
        if (node) this.lab.pin({ ...this.at, node });
      },
    });
    reached(this.one, "Nodes of the map: arrow keys go from one to the next");
    return made("div", { class: "lab-seen" }, this.large, this.one);
  }

  /** @returns {Element} what is said of the node, and what can be done with its map */
  words() {
    this.told = made("p", { class: "lab-about" });
    this.silence = button("", () => this.lab.hush(`${this.at.layer}.${this.at.map}`));
    this.more = made("a");
    return made("div", {}, this.told, tools(this.silence, this.more));
  }

  /** @returns {Element} the sum, which is shown to whoever opens it */
  sum() {
    this.terms = made("tbody");
    this.formula = made("p", { class: "lab-formula" });
    this.products = made("div", { class: "lab-products" });
    const heads = ["reads", "adds"].map((text) => made("th", { scope: "col" }, text));
    const table = made("table", { class: "decision" }, made("thead", {}, made("tr", {}, ...heads)), this.terms);
    const sum = made("div", { class: "lab-sum" }, table, this.products);
    return (this.details = made("details", { ontoggle: () => this.showSum() }, made("summary", {}, "Its sum, number by number"), this.formula, sum));
  }

  /** Show the node that the network was asked about, and on the image what it sees of it. */
  show() {
    const { found, names } = this.lab;
    const at = (this.at = found.node);
    const wall = this.lab.wall(at.layer);
    const { single, places: [, columns, maps] } = wall;
    const [row, column] = at.node;
    this.showMap(wall);
    const seen = this.frame(wall);
    const value = found.after[at.layer][(row * columns + column) * maps + at.map];
    const share = found.added.layers?.[at.layer]?.[at.map];
    this.told.textContent = `${single ? "Node" : "Map"} ${at.map} of ${at.layer}${single ? "" : `, row ${row}, column ${column}`}: ${plain(value)}. ${seen} `
      + (share === undefined ? "" : `${single ? "It" : "The map"} adds ${signed(share)} to the logit of ${names[found.of]}.`);
    this.silence.ariaPressed = this.lab.silent === `${at.layer}.${at.map}`;
    this.silence.textContent = single ? "Silence this node" : "Silence this map";
    this.lead();
    const [source, most] = this.sources();
    for (const one of this.lab.walls) one.mark(at, this.lab.silent, one === source ? most : []);
    this.showSum();
  }

  showMap(wall) {
    const { places: [rows, columns] } = wall;
    const [row, column] = this.at.node;
    wall.copy(this.large.getContext("2d"), this.at.map);
    this.one.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
    framed(this.one, column, row, 1, 1);
  }

  /** Frame on the image what the node sees. @returns {string} how much that is */
  frame({ step: { fields } }) {
    const [row, column] = this.at.node;
    const [top, left] = fields ? [fields.firsts[0][row], fields.firsts[1][column]] : [0, 0];
    const [tall, wide] = fields ? [fields.stops[0][row] - top, fields.stops[1][column] - left] : this.lab.side;
    framed(this.lab.field, left, top, wide, tall);
    return fields ? `Sees ${tall} × ${wide} px of the image, framed there.` : "Sees the whole image.";
  }

  /** Lead to the page of the map, where there is one. */
  lead() {
    const { layer, map } = this.at;
    const shelf = this.lab.shelves.get(layer);
    this.more.hidden = !shelf;
    if (!shelf) return;
    this.more.textContent = `All about map ${map}`;
    this.more.href = new URL(`${this.lab.dataset.site}${shelf.folder}${shelf.pages ? `${map}/` : `#map-${map}`}`, location.href).href;
  }

  /** @returns {[any, number[]]} the wall whose maps the node reads, and those that add or take most */
  sources() {
    const { found: { sum }, net } = this.lab;
    if (!sum) return [undefined, []];
    let step = net.steps.find((one) => one.name === sum.reads);
    while (step && !this.lab.wall(step.name)) step = net.steps.find((one) => one.name === step.inputs[0]);
    const wall = step && this.lab.wall(step.name);
    if (wall?.places[2] !== sum.terms.length) return [undefined, []];
    return [wall, ordered(sum.terms).slice(0, LISTED).map((one) => one.channel)];
  }

  showSum() {
    if (!this.details.open) return;
    const { sum } = this.lab.found;
    this.products.replaceChildren();
    this.terms.replaceChildren();
    if (!sum) {
      this.formula.textContent = "This node is no weighted sum of what one layer gives: it is told by its value alone.";
      return;
    }
    const order = ordered(sum.terms);
    const all = sum.terms.reduce((total, one) => total + one.added, 0);
    this.formula.textContent = `bias ${plain(sum.bias)} ${all < 0 ? "−" : "+"} ${plain(Math.abs(all))} from ${sum.terms.length} × ${sum.window[0] * sum.window[1]} products`
      + ` = ${plain(sum.bias + all)}; after the activation function ${plain(sum.after)}.`;
    const term = this.showTerms(sum, order);
    this.products.append(
      grid("what it reads", sum.window, term.values),
      made("span", { "aria-hidden": "true" }, "×"),
      grid("its weights", sum.window, term.weights),
      made("span", { "aria-hidden": "true" }, "="),
      grid(`products, in all ${signed(term.added)}`, sum.window, term.values.map((value, k) => value * term.weights[k])),
    );
  }

  /** List the terms that add or take most. @returns {any} the one that is opened: that of before, or the first */
  showTerms(sum, order) {
    const node = `${this.at.layer}.${this.at.map}`;
    const before = this.termOf === node && order.find((one) => one.channel === this.term);
    const opened = before || order[0];
    [this.term, this.termOf] = [opened.channel, node];
    const line = (head, added) => made("tr", {}, made("th", { scope: "row" }, head), made("td", {}, signed(added)));
    this.terms.append(...order.slice(0, LISTED).map(({ channel, added }) => line(
      button(sum.terms.length > 1 ? `${sum.reads} ${channel}` : sum.reads, () => {
        this.term = channel;
        this.showSum();
      }, { "aria-pressed": channel === opened.channel }),
      added,
    )));
    const rest = order.slice(LISTED);
    if (rest.length) this.terms.append(line(`${rest.length} others`, rest.reduce((total, one) => total + one.added, 0)));
    return opened;
  }
}
