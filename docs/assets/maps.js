// The maps of a layer as an instrument: narrowed by status, class and any numbers, sorted by any number,
// shown by their OIPs or by the images that excite them, compared side by side. What is chosen stands in
// the address, so that a view can be sent to somebody. Without this script the page is a complete list of
// linked pictures.

import { define, made } from "./elements.js";
import { roving } from "./roving.js";

/** @typedef {{values: (number | null)[], told: string[]}} Numbers */
/** @typedef {{id: string, label: string, reading: string, percent: boolean}} Described */
/** @typedef {{map: number, status: string, class: number | null, excited: boolean, measured: Numbers, oip: Record<string, Numbers>}} Told */
/** @typedef {{layer: string, domains: string[], numbers: {measured: Described[], oip: Described[]}, pictures: any, maps: Told[]}} Layer */

const MOST = 4; // maps that are compared at once

/** @param {string | null} text */
const number = (text) => (text === null || text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text));
/** @param {number} value */
const short = (value) => `${Number(value.toPrecision(3))}`.replace("-", "−");

class MapWall extends HTMLElement {
  async connectedCallback() {
    if (this.list) return;
    this.list = /** @type {HTMLElement} */ (this.querySelector("ul"));
    this.controls = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.tiles = new Map([...this.list.children].map((tile) => [Number(tile.dataset.map), tile]));
    this.lines = new Map([...this.tiles].map(([map, tile]) => [map, [...tile.querySelector(".told").childNodes]]));
    this.settle = roving(this.list, "li:not([hidden]) > a", { leave: () => this.controls.elements.map.focus() });
    const answer = await fetch(this.dataset.numbers ?? "").catch(() => null);
    if (!answer?.ok) return; // the list is complete as it stands
    this.layer = /** @type {Layer} */ (await answer.json());
    this.numbers = [...this.layer.numbers.measured, ...this.layer.numbers.oip];
    this.listen();
    this.equip();
    this.read();
    if (history.state?.left !== undefined) this.reach(this.tiles.get(history.state.left));
    else if (location.search) this.named()?.scrollIntoView({ block: "center" });
  }

  /** Hear the controls, which stand on the page from the start so that nothing moves. */
  listen() {
    const said = this.querySelector(".map-said");
    this.controls.hidden = said.hidden = false;
    this.count = said.querySelector("output");
    this.legend = said.querySelector(".map-legend");
    this.reading = made("span", { class: "map-reading" });
    said.append(this.reading);
    this.fields = [this.controls.querySelector("fieldset")]; // one for each range
    this.more = this.controls.querySelector("[name=more]");
    this.controls.addEventListener("change", ({ target }) => {
      if (target.name === "map") return;
      if (target.closest("fieldset")) return void this.narrow(target);
      this.set(target.name, target.value === target.options?.[0].value ? "" : target.value);
    });
    this.controls.addEventListener("click", ({ target }) => {
      if (target === this.more) this.widen();
      else if (target.name === "away") this.drop(target.closest("fieldset"));
    });
    this.controls.addEventListener("submit", (event) => {
      event.preventDefault();
      // Enter in any other field means what is typed there
      const { map } = this.controls.elements;
      if (map.value !== "") this.go(Number(map.value));
    });
    this.controls.addEventListener("reset", (event) => {
      event.preventDefault();
      this.controls.elements.map.value = "";
      this.chosen = new URLSearchParams();
      this.spare = false;
      this.told();
    });
    window.addEventListener("popstate", () => this.read());
  }

  /** Give each tile a button, and the wall a place for what is compared. */
  equip() {
    this.none = made("p", { class: "map-none" }, "No map is left. Widen the range, or take back a choice.");
    this.tray = made("details", { class: "map-tray", open: "" });
    this.list.before(this.tray);
    this.list.after(this.none);
    for (const [map, tile] of this.tiles) {
      const button = made("button", { type: "button", class: "compare", "aria-pressed": "false", tabindex: "-1" }, "compare");
      button.setAttribute("aria-label", `compare map ${map}`);
      button.addEventListener("click", () => this.compare(map));
      tile.append(button);
    }
    // the button of the map that has the focus is the next stop, those of all others are none
    this.list.addEventListener("focusin", (event) => {
      const here = event.target.closest("li");
      for (const tile of this.tiles.values()) tile.lastElementChild.tabIndex = tile === here ? 0 : -1;
    });
    // whoever comes back from the page of a map finds its tile again
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) history.replaceState({ left: Number(link.parentElement.dataset.map) }, "");
    });
    this.list.addEventListener("keydown", (event) => {
      const link = event.target.closest("a");
      if (!link || event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
      this.compare(Number(link.parentElement.dataset.map));
    });
    this.tray.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.list.querySelector('a[tabindex="0"]')?.focus();
    });
  }

  /** Take over what stands in the address. */
  read() {
    this.spare = false;
    this.chosen = new URLSearchParams(location.search);
    this.show();
  }

  /** Put what is chosen into the address. */
  told() {
    const query = this.chosen.toString().replaceAll("%2C", ",");
    history.pushState(null, "", `${location.pathname}${query ? `?${query}` : ""}`);
    this.show();
  }

  /**
   * @param {string} name
   * @param {string} value empty for what goes without saying
   */
  set(name, value) {
    if (value) this.chosen.set(name, value);
    else this.chosen.delete(name);
    this.told();
  }

  /**
   * @param {string} name of a choice
   * @returns {string} what is chosen; the first option where the address says nothing that is known
   */
  value(name) {
    const select = this.controls.elements[name];
    const said = this.chosen.get(name);
    return [...select.options].some((one) => one.value === said) ? said : select.options[0].value;
  }

  /** @returns {string[][]} the ranges in which numbers have to lie: id, least and most, as they were typed */
  ranges() {
    const said = this.chosen.getAll("range").map((one) => one.split(","));
    return said.filter(([id]) => this.numbers.some((one) => one.id === id));
  }

  /**
   * Take over the ranges that stand in some fields.
   * @param {Element} [changed] what was changed there
   * @param {Element[]} fields
   */
  narrow(changed, fields = this.fields) {
    this.chosen.delete("range");
    for (const one of fields) {
      const [id, from, to] = [...one.querySelectorAll("select, input")].map((control) => control.value);
      if (id) this.chosen.append("range", [id, from, to].join(","));
    }
    // the last one stays where it was emptied: it has the focus
    this.spare = changed?.value === "" && changed.closest("fieldset") === this.fields.at(-1);
    this.told();
  }

  /** Offer one range more. */
  widen() {
    this.spare = true;
    this.fill();
    this.fields.at(-1).querySelector("select").focus();
  }

  /** @param {Element} field whose range is taken out */
  drop(field) {
    this.narrow(undefined, this.fields.filter((one) => one !== field));
    (this.more.disabled ? this.fields[0].querySelector("select") : this.more).focus();
  }

  /** @returns {Element | undefined} the tile that the address names, where it is shown */
  named() {
    return [...this.list.children].find((tile) => !tile.hidden && tile.id === location.hash.slice(1));
  }

  /** @param {number} map to which the focus goes, if it is one of the maps that are shown */
  go(map) {
    const tile = this.tiles.get(map);
    if (!tile || tile.hidden) {
      this.count.textContent = tile ? `map ${map} is not among those that are shown` : `there is no map ${map}`;
      return;
    }
    location.hash = tile.id;
    this.reach(tile);
  }

  /** @param {HTMLElement | undefined} tile that is seen and gets the focus */
  reach(tile) {
    if (!tile || tile.hidden) return;
    tile.querySelector("a").focus({ preventScroll: true });
    tile.scrollIntoView({ block: "center" });
  }

  /**
   * @param {Told} one
   * @param {string} id of a number
   * @param {"values" | "told"} kind
   */
  of(one, id, kind) {
    const { measured, oip } = this.layer.numbers;
    const own = measured.findIndex((number) => number.id === id);
    if (own >= 0) return one.measured[kind][own] ?? null;
    return one.oip[this.value("domain")][kind][oip.findIndex((number) => number.id === id)] ?? null;
  }

  /** @returns {Told[]} the maps that are left, in the order that is chosen */
  kept() {
    const [status, digit] = ["status", "class"].map((name) => this.value(name));
    const ranges = this.ranges().map(([id, ...ends]) => [id, ...ends.map(number)]);
    const inside = (one, [id, from = null, to = null]) => {
      const value = this.of(one, id, "values");
      if (value === null) return false;
      const seen = value * this.times(id);
      return (from === null || seen >= from) && (to === null || seen <= to);
    };
    const left = this.layer.maps.filter((one) => (
      (!status || one.status === status) && (!digit || `${one.class}` === digit)
      && ranges.every((range) => inside(one, range))
    ));
    const sort = this.value("sort");
    if (!sort) return left;
    const sign = this.value("order") === "rising" ? 1 : -1;
    return left.sort((one, other) => {
      const [a, b] = [this.of(one, sort, "values"), this.of(other, sort, "values")];
      if (a === b) return one.map - other.map;
      if (a === null || b === null) return a === null ? 1 : -1;
      return sign * (a - b);
    });
  }

  show() {
    const kept = this.kept();
    this.fill();
    const left = new Set(kept.map((one) => one.map));
    for (const [map, tile] of this.tiles) tile.hidden = !left.has(map);
    this.arrange(kept.map((one) => this.tiles.get(one.map)));
    this.list.dataset.show = this.value("show");
    this.none.hidden = kept.length > 0;
    const all = this.layer.maps.length;
    this.count.textContent = `${kept.length} of ${all} ${all === 1 ? "map" : "maps"}`;
    for (const one of this.layer.maps) this.dress(one);
    this.showLegend();
    this.showTray();
    this.settle();
  }

  /** @param {Element[]} shown tiles in their order, put first where they are not yet */
  arrange(shown) {
    if (shown.every((tile, at) => tile === this.list.children[at])) return;
    const focused = document.activeElement;
    this.list.prepend(...shown);
    if (this.list.contains(focused)) focused.focus({ preventScroll: true });
  }

  /** Let the controls say what is chosen. */
  fill() {
    for (const control of this.controls.elements) {
      if (control instanceof HTMLSelectElement && !control.closest("fieldset")) control.value = this.value(control.name);
    }
    const ranges = this.ranges();
    const wanted = Math.max(ranges.length + (this.spare ? 1 : 0), 1);
    for (const field of this.fields.splice(wanted)) field.remove();
    while (this.fields.length < wanted) {
      const field = this.fields[0].cloneNode(true);
      this.fields.at(-1).after(field);
      this.fields.push(field);
    }
    for (const [at, field] of this.fields.entries()) this.bound(field, ranges[at] ?? [], `range ${at + 1}`);
    this.more.disabled = wanted > ranges.length;
    this.controls.elements.order.disabled = this.value("sort") === "";
    this.controls.elements.contrast.disabled = this.value("show") === "strongest";
  }

  /**
   * Let a field say a range, and between which ends it can be.
   * @param {Element} field
   * @param {string[]} range
   * @param {string} name of the field
   */
  bound(field, [id = "", ...ends], name) {
    field.setAttribute("aria-label", name);
    const [by, ...inputs] = field.querySelectorAll("select, input");
    const values = id ? this.layer.maps.map((one) => this.of(one, id, "values")).filter((one) => one !== null) : [];
    const times = this.times(id);
    by.value = id;
    for (const [at, far] of [Math.min(...values), Math.max(...values)].entries()) {
      inputs[at].value = ends[at] ?? "";
      inputs[at].disabled = !id;
      inputs[at].placeholder = values.length ? `${short(far * times)}${times > 1 ? " %" : ""}` : "";
    }
    const away = field.querySelector("button");
    away.disabled = !id;
    away.setAttribute("aria-label", `take out ${name}`);
  }

  /** @param {string} id @returns {number} by what readers see a number multiplied */
  times(id) {
    return this.numbers.find((one) => one.id === id)?.percent ? 100 : 1;
  }

  /** @returns {string[]} the numbers that maps are sorted and narrowed by, each once */
  used() {
    return [...new Set([this.value("sort"), ...this.ranges().map(([id]) => id)].filter(Boolean))];
  }

  /** @param {Told} one whose tile shows the pictures and the number that are chosen */
  dress(one) {
    const tile = this.tiles.get(one.map);
    const image = tile.querySelector(".oip image");
    const { file } = this.layer.pictures[this.value("domain")][this.value("contrast")];
    if (image.getAttribute("href") !== file) image.setAttribute("href", file);
    const chosen = this.used().map((id) => `${this.label(id)} ${this.of(one, id, "told") ?? "–"}`).join(", ");
    const told = this.of(one, "response", "told");
    const plain = this.value("domain") === this.layer.domains[0];
    const words = plain ? this.lines.get(one.map) : [told === null ? "no OIP" : `response ${told}`];
    tile.querySelector(".told").replaceChildren(...(chosen ? [chosen] : words));
  }

  /** @param {string} id */
  label(id) {
    return this.numbers.find((number) => number.id === id)?.label ?? id;
  }

  /** Say what the pictures' black and white and the chosen numbers mean. */
  showLegend() {
    const ids = this.used();
    const those = this.numbers.filter((one) => ids.includes(one.id));
    this.reading.textContent = those.map((one) => `${one.label}: ${one.reading}`).join(" ");
    const { ends } = this.layer.pictures[this.value("domain")][this.value("contrast")];
    this.legend.hidden = this.value("show") === "strongest";
    if (!ends) {
      this.legend.textContent = "each OIP has a black and a white of its own";
      return;
    }
    const [low, high] = ends.map(short);
    this.legend.replaceChildren(
      `black ${low}`,
      made("i"),
      `white ${high} deviations of the training pixels from their mean`,
    );
  }

  /** @returns {number[]} the maps that are compared */
  compared() {
    const said = (this.chosen.get("compare") ?? "").split(",").map(number);
    return [...new Set(said)].filter((one) => one !== null && this.tiles.has(one)).slice(0, MOST);
  }

  /** @param {number} map that is taken in, the first one making room, or out again */
  compare(map) {
    const now = this.compared();
    const next = now.includes(map) ? now.filter((one) => one !== map) : [...now, map].slice(-MOST);
    // what is compared stands above the wall and grows there, but the map stays where it is
    const tile = this.tiles.get(map);
    const before = tile.getBoundingClientRect().top;
    this.set("compare", next.join(","));
    if (this.list.contains(document.activeElement)) window.scrollBy(0, tile.getBoundingClientRect().top - before);
  }

  /** @param {() => void} act of a button in the tray, which is gone afterwards: the focus stays near */
  leave(act) {
    act();
    (this.tray.querySelector("summary") ?? this.list.querySelector('a[tabindex="0"]'))?.focus();
  }

  showTray() {
    const now = this.compared();
    for (const [map, tile] of this.tiles) {
      tile.classList.toggle("compared", now.includes(map));
      const button = tile.lastElementChild;
      button.setAttribute("aria-pressed", `${now.includes(map)}`);
      button.textContent = now.includes(map) ? "compared above" : "compare";
    }
    this.tray.hidden = now.length === 0;
    if (!now.length) return void this.tray.replaceChildren();
    const more = now.length === 1 ? `, to be compared with up to ${MOST - 1} more` : " side by side";
    const summary = made("summary", {}, `${now.length === 1 ? "Map" : "Maps"} ${now.join(", ")}${more}`);
    this.tray.replaceChildren(summary, this.table(now.map((map) => this.layer.maps.find((one) => one.map === map))));
  }

  /**
   * @param {Told} one
   * @param {string} file
   */
  picture(one, file) {
    const { across, height, width } = this.layer.pictures;
    const place = this.layer.maps.indexOf(one);
    const [row, column] = [Math.floor(place / across), place % across];
    const size = { width: across * width, height: Math.ceil(this.layer.maps.length / across) * height };
    const crop = { viewBox: `${column * width} ${row * height} ${width} ${height}`, "aria-hidden": "true" };
    return made("svg", crop, made("image", { href: file, ...size }));
  }

  /** @param {Told[]} those that are compared */
  table(those) {
    const { pictures } = this.layer;
    const contrast = this.value("contrast");
    const files = [pictures[this.value("domain")][contrast].file, pictures.strongest];
    const heads = those.map((one) => {
      const away = made("button", { type: "button", "aria-label": `take map ${one.map} out` }, "take out");
      away.addEventListener("click", () => this.leave(() => this.compare(one.map)));
      const link = made("a", { href: this.tiles.get(one.map).querySelector("a").getAttribute("href") }, `Map ${one.map}`);
      return made("th", { scope: "col" }, made("span", { class: "pair" }, ...files.map((file) => this.picture(one, file))), link, " ", away);
    });
    const row = (label, cells) => made("tr", {}, made("th", { scope: "row" }, label), ...cells.map((cell) => made("td", {}, cell)));
    const rows = this.numbers.map(({ id, label }) => row(label, those.map((one) => this.of(one, id, "told") ?? "–")));
    rows.unshift(
      row("status", those.map((one) => one.status)),
      row("class", those.map((one) => (one.class === null ? "–" : `${one.class}`))),
    );
    const none = made("button", { type: "button" }, "compare none");
    none.addEventListener("click", () => this.leave(() => this.set("compare", "")));
    const items = those.map((one) => `${this.dataset.items}/${one.map}`).join(",");
    const list = made("a", { href: `${this.dataset.list}?items=${items}` }, "keep as a list");
    const corner = made("td", {}, none, list);
    return made("table", {}, made("thead", {}, made("tr", {}, corner, ...heads)), made("tbody", {}, ...rows));
  }
}

define("map-wall", MapWall);
for (const list of document.querySelectorAll("ul.tiny")) roving(list, "a");
for (const plane of document.querySelectorAll("svg.plane")) {
  roving(plane, "a", { rows: false, leave: () => plane.closest(".scrolls").focus() });
}
