// The maps of a layer as an instrument: narrowed by status and class, sorted by any number, shown by
// their OIPs or by the images that excite them, compared side by side. What is chosen stands in the
// address, so that a view can be sent to somebody. Without this script the page is a complete list of
// linked pictures.

/** @typedef {{map: number, status: string, class: number | null, numbers: Record<string, number | null>}} Told */
/** @typedef {{layer: string, numbers: {id: string, label: string}[], maps: Told[]}} Layer */

const SHOWN = ["enhanced", "plain", "box", "data"];
const NAMES = {
  enhanced: "OIP, contrast enhanced",
  plain: "OIP, fixed scale",
  box: "OIP in the box",
  data: "strongest training image",
};
const MOST = 4; // maps that are compared at once

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class MapWall extends HTMLElement {
  async connectedCallback() {
    if (this.querySelector("form")) return;
    this.list = /** @type {HTMLElement} */ (this.querySelector("ul"));
    this.tiles = new Map([...this.list.children].map((tile) => [Number(tile.dataset.map), tile]));
    this.chosen = new URLSearchParams(location.search);
    const answer = await fetch(this.dataset.numbers ?? "");
    if (!answer.ok) return; // the list is complete as it stands
    this.layer = /** @type {Layer} */ (await answer.json());
    this.prepend(this.controls());
    this.tray = made("div", { class: "map-tray", "aria-label": "Compared maps", role: "region" });
    this.tray.hidden = true;
    this.list.after(this.tray);
    for (const [number, tile] of this.tiles) this.comparable(number, tile);
    this.list.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("popstate", () => this.again());
    this.show();
  }

  again() {
    this.chosen = new URLSearchParams(location.search);
    for (const select of this.querySelectorAll("select")) {
      select.value = this.chosen.get(select.name) ?? select.dataset.first ?? "";
    }
    this.show();
  }

  /** @returns {HTMLElement} what to narrow, sort and show by, and how many maps are left */
  controls() {
    const { maps, numbers } = this.layer;
    const form = made("form", { class: "claim-filter" });
    const statuses = [...new Set(maps.map((one) => one.status))].sort();
    const classes = [...new Set(maps.map((one) => one.class))].filter((one) => one !== null);
    form.append(
      this.choice("status", [["", "all"], ...statuses.map((one) => [one, one])]),
      this.choice("class", [["", "all"], ...classes.sort((a, b) => a - b).map((one) => [`${one}`, `${one}`])]),
      this.choice("sort", [["", "number"], ...numbers.flatMap(({ id, label }) => [
        [id, `${label}, falling`],
        [`-${id}`, `${label}, rising`],
      ])]),
      this.choice("show", SHOWN.map((kind) => [kind === SHOWN[0] ? "" : kind, NAMES[kind]])),
    );
    this.count = made("output");
    form.append(this.count);
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  /**
   * @param {string} name in the address
   * @param {string[][]} options value and words
   */
  choice(name, options) {
    const select = /** @type {HTMLSelectElement} */ (made("select", { name }));
    select.append(...options.map(([value, words]) => new Option(words, value)));
    const wanted = this.chosen.get(name) ?? "";
    select.value = options.some(([value]) => value === wanted) ? wanted : "";
    select.addEventListener("change", () => this.set(name, select.value));
    return made("label", {}, `${name} `, select);
  }

  /**
   * @param {number} number
   * @param {Element} tile
   */
  comparable(number, tile) {
    const button = made("button", { type: "button", class: "compare", "aria-pressed": "false" }, "compare");
    button.setAttribute("aria-label", `compare map ${number}`);
    button.addEventListener("click", () => this.compare(number));
    tile.append(button);
  }

  /** @returns {number[]} the maps that are compared */
  compared() {
    const said = this.chosen.get("compare");
    return said ? said.split(",").map(Number).filter((one) => this.tiles.has(one)).slice(0, MOST) : [];
  }

  /** @param {number} number of the map that is taken in, or out again */
  compare(number) {
    const now = this.compared();
    const next = now.includes(number) ? now.filter((one) => one !== number) : [...now, number].slice(-MOST);
    this.set("compare", next.join(","));
  }

  /**
   * @param {string} name
   * @param {string} value empty for the default
   */
  set(name, value) {
    if (value) this.chosen.set(name, value);
    else this.chosen.delete(name);
    const query = this.chosen.toString();
    history.pushState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    this.show();
  }

  show() {
    const { maps } = this.layer;
    const [status, digit] = [this.chosen.get("status"), this.chosen.get("class")];
    const kept = maps.filter((one) => (!status || one.status === status) && (!digit || `${one.class}` === digit));
    const inside = new Set(kept.map((one) => one.map));
    for (const [number, tile] of this.tiles) tile.hidden = !inside.has(number);
    this.list.append(...this.sorted(maps).map((one) => this.tiles.get(one.map)));
    const kind = this.chosen.get("show");
    this.list.dataset.show = kind && SHOWN.includes(kind) ? kind : SHOWN[0];
    this.count.textContent = `${kept.length} of ${maps.length} maps`;
    this.showTray();
  }

  /** @param {Told[]} maps */
  sorted(maps) {
    const chosen = this.chosen.get("sort") ?? "";
    const id = chosen.replace(/^-/, "");
    if (!this.layer.numbers.some((one) => one.id === id)) return [...maps].sort((a, b) => a.map - b.map);
    const sign = chosen.startsWith("-") ? 1 : -1;
    return [...maps].sort((one, other) => {
      const [a, b] = [one.numbers[id], other.numbers[id]];
      if (a === b) return one.map - other.map;
      if (a === null || b === null) return a === null ? 1 : -1;
      return sign * (a - b);
    });
  }

  showTray() {
    const now = this.compared();
    for (const [number, tile] of this.tiles) {
      tile.querySelector("button")?.setAttribute("aria-pressed", `${now.includes(number)}`);
    }
    this.tray.hidden = now.length === 0;
    this.tray.replaceChildren(...(now.length ? [this.table(now)] : []));
  }

  /** @param {number[]} chosen */
  table(chosen) {
    const told = chosen.map((number) => this.layer.maps.find((one) => one.map === number));
    const head = made("tr", {}, made("td"), ...chosen.map((number) => {
      const link = this.tiles.get(number).querySelector("a").cloneNode(true);
      return made("th", { scope: "col" }, link);
    }));
    const rows = this.layer.numbers.map(({ id, label }) => made(
      "tr",
      {},
      made("th", { scope: "row" }, label),
      ...told.map((one) => made("td", {}, one.numbers[id] === null ? "–" : `${Number(one.numbers[id].toPrecision(3))}`)),
    ));
    return made("table", {}, made("thead", {}, head), made("tbody", {}, ...rows));
  }

  /** @param {KeyboardEvent} event arrows go through the maps that are shown */
  key(event) {
    const links = [...this.list.querySelectorAll("li:not([hidden]) a")];
    const now = links.indexOf(document.activeElement);
    if (now < 0) return;
    if (event.key === "Escape") {
      this.set("compare", "");
      return;
    }
    const across = Math.max(1, links.filter((one) => one.getBoundingClientRect().top === links[0].getBoundingClientRect().top).length);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across };
    const ends = { Home: 0, End: links.length - 1 };
    if (!(event.key in steps) && !(event.key in ends)) return;
    event.preventDefault();
    const next = event.key in ends ? ends[event.key] : now + steps[event.key];
    links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  }
}

customElements.define("map-wall", MapWall);

// Markdown knows no elements of our own, so the page holds a division in their place
for (const place of document.querySelectorAll("div.map-wall")) {
  const wall = document.createElement("map-wall");
  wall.className = place.className;
  Object.assign(wall.dataset, place.dataset);
  wall.append(...place.childNodes);
  place.replaceWith(wall);
}
