// Drawing with ink on paper, and what MNIST's makers did to a drawing before anybody read it. Paper has
// four times the rows and columns of the image, so that edges are smooth; strokes are kept as points on
// that paper, so that a drawing can be undone and stands in an address to the last pixel.

import { made } from "../elements.js";
import { reached, stepped } from "../grids.js";
import { draw } from "./picture.js";

const FINE = 4; // rows and columns of paper for each of the image
const WIDTHS = [1.5, 2.2, 3.2]; // px of the image
export const BOX = 20; // px of the side of the square that MNIST fits digits into
const MOST = 255; // points of a stroke that an address holds

/** @param {number} value @param {number} most @returns {number} what is nearest to it from 0 on */
const held = (value, most) => Math.min(Math.max(value, 0), most);

/** @typedef {{erase: boolean, width: number, points: number[][]}} Stroke points across and down, in rows of paper */

/** A 4 that is open at its top, as strokes, in px of 28. @type {number[][][]} */
export const FOUR = [[[9.5, 6], [8.6, 9.5], [8, 13.5], [12, 14.2], [18.5, 13.6]], [[18.8, 6], [18.4, 13], [17.6, 22.5]]];

export class Paper {
  /** @param {number[]} side rows and columns of the image */
  constructor([rows, columns]) {
    Object.assign(this, { rows, columns, height: rows * FINE, width: columns * FINE });
    /** @type {Stroke[]} */
    this.strokes = [];
    this.base = new Float32Array(this.height * this.width);
    this.ink = this.base.slice(); // from 0 to 1
  }

  /**
   * @param {ArrayLike<number>} grey of an image that lies beneath the strokes, from 0 to 255
   * @param {number} closed how much of the stroke that closes a 4 is drawn on it, from 0 to 1
   * @returns {boolean} whether it has a top to be closed
   */
  lay(grey, closed) {
    this.ink = this.base.map((_, at) => {
      const [row, column] = [Math.floor(at / this.width / FINE), Math.floor((at % this.width) / FINE)];
      return grey[row * this.columns + column] / 255;
    });
    const open = close(this, closed);
    this.base = this.ink.slice();
    this.again();
    return open;
  }

  /** Put all strokes on the base. */
  again() {
    this.ink = this.base.slice();
    for (const stroke of this.strokes) stroke.points.forEach((point, at, all) => this.line(all[Math.max(at - 1, 0)], point, stroke));
  }

  /** Ink covers what lies within half its width of a line. @param {number[]} from @param {number[]} to @param {{erase: boolean, width: number}} stroke */
  line([x0, y0], [x1, y1], { erase, width }) {
    const reach = (WIDTHS[width] * FINE) / 2;
    const [across, down] = [x1 - x0, y1 - y0];
    const long = across * across + down * down || 1;
    // which rows, and which columns, the ink may reach
    const [[top, bottom], [left, right]] = [[y0, y1, this.height], [x0, x1, this.width]].map(([one, other, end]) => (
      [Math.floor(Math.min(one, other) - reach - 1), Math.ceil(Math.max(one, other) + reach + 1)].map((far) => held(far, end))
    ));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const [x, y] = [column + 0.5 - x0, row + 0.5 - y0];
        const along = held((x * across + y * down) / long, 1);
        const covered = held(reach + 0.5 - Math.hypot(x - along * across, y - along * down), 1);
        const at = row * this.width + column;
        this.ink[at] = erase ? Math.min(this.ink[at], 1 - covered) : Math.max(this.ink[at], covered);
      }
    }
  }

  /** @param {number} x @param {number} y rows of paper @param {boolean} erase @param {number} width which one */
  begin(x, y, erase, width) {
    this.strokes.push({ erase, width, points: [[x, y]] });
    this.line([x, y], [x, y], { erase, width });
  }

  /** @param {number} x @param {number} y @returns {boolean} whether the stroke went on */
  extend(x, y) {
    const stroke = this.strokes.at(-1);
    const last = stroke.points.at(-1);
    if (Math.hypot(x - last[0], y - last[1]) < FINE / 2) return false;
    if (stroke.points.length === MOST) this.strokes.push({ ...stroke, points: [last] });
    const { points } = this.strokes.at(-1);
    points.push([x, y]);
    this.line(last, [x, y], stroke);
    return true;
  }

  undo() {
    this.strokes.pop();
    this.again();
  }

  /** @returns {string} the strokes as letters of an address */
  get said() {
    const bytes = this.strokes.flatMap(({ erase, width, points }) => [(erase ? 128 : 0) + width, points.length, ...points.flat()]);
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }

  /** Take strokes from an address; what is no drawing is left out. @param {string} text */
  read(text) {
    this.strokes = [];
    let bytes;
    try {
      bytes = [...atob(text.replaceAll("-", "+").replaceAll("_", "/"))].map((letter) => letter.charCodeAt(0));
    } catch {
      bytes = []; // somebody typed it
    }
    for (let at = 0; at + 3 < bytes.length; at += 2 + 2 * bytes[at + 1]) {
      const [kind, count] = [bytes[at], bytes[at + 1]];
      const points = Array.from({ length: count }, (_, k) => [bytes[at + 2 + 2 * k], bytes[at + 3 + 2 * k]]);
      const whole = count > 0 && points.every(([x, y]) => x <= this.width && y <= this.height);
      if (!whole || (kind & 127) >= WIDTHS.length) break;
      this.strokes.push({ erase: kind > 127, width: kind & 127, points });
    }
    this.again();
  }
}

/** @param {number[]} side @returns {Uint8Array} the open 4, as an image */
export function openFour(side) {
  const paper = new Paper(side);
  const scale = Math.min(...side) / 28;
  for (const points of FOUR) paper.strokes.push({ erase: false, width: 1, points: points.map((one) => one.map((px) => px * scale * FINE)) });
  paper.again();
  return prepared(paper, {}).grey;
}

/**
 * Draw the stroke that closes the top of a 4, from its left arm to its stem: where a row from above
 * first meets ink twice, the tops of both are joined.
 *
 * @param {Paper} paper @param {number} share of the stroke, from 0 to 1
 * @returns {boolean} whether there is a top to be closed
 */
function close(paper, share) {
  const dark = (row, column) => paper.ink[row * paper.width + column] > 0.5;
  for (let row = 0; row < paper.height / 2; row++) {
    const runs = [];
    for (let column = 0; column < paper.width; column++) {
      if (!dark(row, column)) continue;
      if (column && dark(row, column - 1)) runs.at(-1)[1] = column;
      else runs.push([column, column]);
    }
    if (runs.length < 2 || runs.at(-1)[0] - runs[0][1] < 2 * FINE) continue;
    const [left, right] = [runs[0], runs.at(-1)].map(([first, last]) => {
      let [middle, top] = [Math.round((first + last) / 2), row];
      while (top > 0 && [-1, 0, 1].some((aside) => dark(top - 1, middle + aside))) {
        middle += [0, -1, 1].find((aside) => dark(top - 1, middle + aside));
        top -= 1;
      }
      return [middle, top + FINE];
    });
    const points = [];
    for (let part = 0; part <= share; part += 0.05) {
      const [x, y] = [0, 1].map((axis) => left[axis] + part * (right[axis] - left[axis]));
      points.push([x, y - Math.sin(part * Math.PI) * FINE]);
    }
    for (let at = 0; share > 0 && at + 1 < points.length; at++) paper.line(points[at], points[at + 1], { erase: false, width: 1 });
    return true;
  }
  return false;
}

/**
 * What the network reads of a drawing, as MNIST was made: the digit fitted into a square of 20 px with
 * its proportions kept, its edges grey where ink covers a part of a pixel, its centre of mass in the
 * middle of the image. Each step can be left out.
 *
 * @param {Paper} paper @param {{box?: boolean, mass?: boolean, hard?: boolean, right?: number}} how hard:
 *   without grey edges; right: px by which all is shifted in the end
 * @returns {{grey: Uint8Array, empty: boolean, scale: number, moved: number[]}} the image, and by how
 *   many px it was moved to its centre of mass, down and across
 */
export function prepared(paper, { box, mass, hard, right = 0 }) {
  const { rows, columns, height, width, ink } = paper;
  const sums = new Float64Array((height + 1) * (width + 1)); // of all ink above and to the left
  let [top, bottom, left, far] = [height, 0, width, 0];
  for (let row = 0; row < height; row++) {
    let line = 0;
    for (let column = 0; column < width; column++) {
      const value = ink[row * width + column];
      line += value;
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1] + line;
      if (value > 0) [top, bottom, left, far] = [Math.min(top, row), Math.max(bottom, row + 1), Math.min(left, column), Math.max(far, column + 1)];
    }
  }
  const empty = bottom === 0;
  const scale = box && !empty ? (Math.min(BOX, rows, columns) * FINE) / Math.max(bottom - top, far - left) : 1;
  // where the first pixel of the image lies on paper, and how much of it a pixel takes
  const pixel = FINE / scale;
  const from = box && !empty
    ? [(top + bottom - rows * pixel) / 2, (left + far - columns * pixel) / 2]
    : [0, 0];
  const above = (y, x) => {
    const [down, across] = [held(y, height), held(x, width)];
    const [row, column] = [Math.min(Math.floor(down), height - 1), Math.min(Math.floor(across), width - 1)];
    const [b, r] = [down - row, across - column];
    const at = row * (width + 1) + column;
    return (1 - b) * ((1 - r) * sums[at] + r * sums[at + 1]) + b * ((1 - r) * sums[at + width + 1] + r * sums[at + width + 2]);
  };
  const shown = ([y, x]) => {
    const found = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [up, back] = [y + row * pixel, x + column * pixel];
        const covered = above(up + pixel, back + pixel) - above(up, back + pixel) - above(up + pixel, back) + above(up, back);
        found[row * columns + column] = covered / (pixel * pixel);
      }
    }
    return found;
  };
  let found = shown(from);
  const moved = [0, 0];
  if (mass && !empty) {
    let [all, down, across] = [0, 0, 0];
    found.forEach((value, at) => {
      all += value;
      down += value * (Math.floor(at / columns) + 0.5);
      across += value * ((at % columns) + 0.5);
    });
    moved[0] = Math.round(rows / 2 - down / all);
    moved[1] = Math.round(columns / 2 - across / all);
  }
  if (moved[0] || moved[1] || right) found = shown([from[0] - moved[0] * pixel, from[1] - (moved[1] + right) * pixel]);
  const grey = Uint8Array.from(found, (value) => (hard ? (value >= 0.5 ? 255 : 0) : Math.round(255 * Math.min(value, 1))));
  return { grey, empty: grey.every((value) => value === 0), scale, moved };
}

/**
 * Paper to draw on, by mouse, finger, pen and keys: arrows go from pixel to pixel, the space bar puts the
 * pen down and lifts it.
 *
 * @param {Paper} paper
 * @param {{erase: () => boolean, width: () => number, changed: (done: boolean) => void, say: (told: string) => void}} told
 *   changed: with whether the stroke is done
 * @returns {{canvas: HTMLCanvasElement, show: () => void}}
 */
export function pad(paper, { erase, width, changed, say }) {
  const canvas = made("canvas", { class: "lab-pad", width: paper.width, height: paper.height });
  reached(canvas, "Paper: arrow keys move the pen, the space bar puts it down and lifts it");
  const context = canvas.getContext("2d");
  let at = [paper.rows >> 1, paper.columns >> 1];
  let [down, keyed, cursor] = [false, false, false];
  const show = () => {
    draw(canvas, paper.ink, [paper.height, paper.width], [0, 1]);
    if (!cursor) return;
    context.strokeStyle = keyed ? "#ff5a00" : "#ffb000";
    context.strokeRect(at[1] * FINE + 0.5, at[0] * FINE + 0.5, FINE - 1, FINE - 1);
  };
  const after = (done) => {
    show();
    changed(done);
  };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const shares = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    return shares.map((one, axis) => Math.round(held(one, 1) * [paper.width, paper.height][axis]));
  };
  canvas.onpointerdown = (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    [down, cursor] = [true, false];
    // the other end of a pen is its eraser
    paper.begin(...place(event), erase() || Boolean(event.buttons & 32), width());
    after(false);
  };
  canvas.onpointermove = (event) => {
    if (!down) return;
    const every = event.getCoalescedEvents?.() ?? [];
    const went = (every.length ? every : [event]).map((one) => paper.extend(...place(one)));
    if (went.includes(true)) after(false);
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (!down) return;
    down = false;
    after(true);
  };
  const middle = () => at.map((one) => one * FINE + FINE / 2).reverse();
  canvas.onkeydown = (event) => {
    const next = stepped(event, at, [paper.rows, paper.columns]);
    if (next) {
      at = next;
      if (keyed && paper.extend(...middle())) changed(false);
      say(`Row ${at[0]}, column ${at[1]}.`);
    } else if (event.key === " ") {
      event.preventDefault();
      keyed = !keyed;
      if (keyed) paper.begin(...middle(), erase(), width());
      changed(!keyed);
      say(`Pen ${keyed ? "down" : "lifted"} at row ${at[0]}, column ${at[1]}.`);
    }
    show();
  };
  canvas.onfocus = () => {
    cursor = canvas.matches(":focus-visible");
    show();
  };
  canvas.onblur = () => {
    if (keyed) changed(true);
    [keyed, cursor] = [false, false];
    show();
  };
  show();
  return { canvas, show };
}
