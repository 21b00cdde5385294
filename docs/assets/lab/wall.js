// The maps of one layer of the lab, or its nodes: how they are painted, each to a scale, and how one of them
// is pointed at and chosen.

import { made } from "../elements.js";
import { roving } from "../roving.js";
import { fine } from "./frame.js";

/** @typedef {{name: string, kind: string, shape: number[], mapped: boolean, fields: {firsts: number[][], stops: number[][]} | null}} Step */
/** @typedef {{layer: string, map: number, node: number[] | null}} Chosen where node is null, the strongest */

/** @param {number[]} shape @returns {number[]} rows, columns and maps */
const places = (shape) => (shape.length === 3 ? shape : [1, 1, shape[0]]);

// px of a wall: the side of a map, the bar below it, and what lies between
const [TILE, BAR, GAP] = [52, 4, 4];
const NARROW = matchMedia("(max-width: 30em)");

/** The maps of one layer, or its nodes: one picture, on which each is a button, and below each what it adds. */
export class Wall {
  /** @param {Step} step @param {DigitLab} lab */
  constructor(step, lab) {
    Object.assign(this, { step, lab });
    const [rows, columns, maps] = (this.places = places(step.shape));
    this.single = rows * columns === 1;
    this.buttons = Array.from({ length: maps }, (_, map) => {
      const title = `${this.single ? "node" : "map"} ${map}`;
      return made("button", { type: "button", "aria-label": title, title, "data-map": map }, made("i"));
    });
    // every map as it is, side by side, and the wall on which they are shown large
    this.row = made("canvas", { width: maps * columns, height: rows }).getContext("2d");
    this.wall = made("canvas", { class: "lab-tiles" }).getContext("2d");
    const title = this.single ? `${step.name}: ${maps} nodes` : `${step.name}: ${maps} maps of ${rows} × ${columns} nodes`;
    this.grid = made("div", { class: "lab-maps", role: "group", "aria-label": title, ...this.heard() }, this.wall.canvas, ...this.buttons);
    roving(this.grid, "button");
    // behind what moves the focus, which has then moved
    this.grid.onkeydown = (event) => {
      const { map } = document.activeElement.dataset;
      if (event.defaultPrevented && map) lab.pin({ layer: step.name, map: Number(map), node: null });
    };
    this.told = fine();
    this.element = made("section", { class: "lab-wall" }, made("h3", {}, title), this.grid, this.told);
    this.lay();
    NARROW.addEventListener("change", () => {
      this.lay();
      this.paint();
    });
  }

  /** Make the wall as wide as there is room. */
  lay() {
    const [, , maps] = this.places;
    this.across = Math.min(maps, this.single ? (NARROW.matches ? 10 : 25) : NARROW.matches ? 8 : 16);
    this.grid.style.setProperty("--across", `${this.across}`);
    this.wall.canvas.width = this.across * (TILE + GAP);
    this.wall.canvas.height = Math.ceil(maps / this.across) * (TILE + BAR + GAP);
  }

  /** @returns {Record<string, (event: any) => void>} what a reader does on the wall */
  heard() {
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
    return {
      onpointermove: (event) => {
        const at = event.pointerType === "mouse" && found(event);
        if (at) this.lab.peek({ layer, map: at.map, node: node(event, at.button) });
      },
      onpointerleave: () => this.lab.peek(null),
      onclick: (event) => {
        const at = found(event);
        if (at) this.lab.pin({ layer, map: at.map, node: event.detail ? node(event, at.button) : null });
      },
    };
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
