// A named list of things with an address. The list is its address: name and items stand there, in
// their order, and whatever a reader changes changes the address. The last list that was changed is
// kept in this browser, so that other pages can add to it.

import { define, made } from "./elements.js";

/** @typedef {{kind: string, id: string, name: string, line: string, address: string, picture?: string}} Entry */
/** @typedef {{profile: string, commit: string, authors: string, year: number, bibtex: string, entries: Entry[]}} Known */

const KEPT = `${new URL("../", import.meta.url).pathname}list`;
const UNNAMED = "Unnamed list";
/** How LaTeX writes what it would take for something else. @type {Record<string, string>} */
const LATEX = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

/** @param {string} text */
const latex = (text) => text.replace(/[\\{}~^$&%#_]/g, (sign) => LATEX[sign] ?? `\\${sign}`);

/** @param {string} text of an address */
const items = (text) => [...new Set(text.split(",").map((one) => one.trim()).filter(Boolean))];

class NamedList extends HTMLElement {
  async connectedCallback() {
    if (this.known) return;
    const answer = await fetch(this.dataset.addresses ?? "");
    if (!answer.ok) return;
    this.known = /** @type {Known} */ (await answer.json());
    this.site = new URL("../", new URL(this.dataset.addresses ?? "", location.href));
    this.entries = new Map(this.known.entries.map((one) => [one.id, one]));
    this.read();
    this.frame();
    addEventListener("popstate", () => {
      this.read();
      this.naming.value = this.name;
      this.show();
    });
    const add = new URLSearchParams(location.search).get("add");
    this.show();
    if (add) this.begin(add);
  }

  /** Take name and items from the address. */
  read() {
    const said = new URLSearchParams(location.search);
    this.name = said.get("name") ?? "";
    this.items = items(said.get("items") ?? "");
  }

  /** @param {string} wanted by another page, for the list that was changed last */
  begin(wanted) {
    const said = new URLSearchParams(this.kept());
    this.name = said.get("name") ?? "";
    this.items = items(said.get("items") ?? "");
    this.naming.value = this.name;
    history.replaceState(null, "", this.query());
    this.show();
    this.add(wanted);
  }

  /** @returns {string} */
  kept() {
    try {
      return localStorage.getItem(KEPT) ?? "";
    } catch {
      return ""; // a reader may forbid to store anything
    }
  }

  /** @returns {string} the address below this page's own */
  query() {
    const name = this.name ? `name=${encodeURIComponent(this.name).replaceAll("%20", "+")}` : "";
    const those = this.items.map((one) => encodeURIComponent(one).replaceAll("%2F", "/")).join(",");
    return `?${[name, those && `items=${those}`].filter(Boolean).join("&")}`;
  }

  frame() {
    this.naming = made("input", { type: "text", value: this.name, maxlength: "120" });
    this.naming.addEventListener("input", () => {
      this.name = this.naming.value.trim();
      this.change("", true);
    });
    const asked = made("input", { type: "text", list: "addresses-known", autocomplete: "off" });
    const form = made("form", { class: "claim-filter" }, made("label", {}, "add ", asked), made("button", { type: "submit" }, "Add"));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      for (const one of items(asked.value)) this.add(one);
      asked.value = "";
    });
    const names = made("datalist", { id: "addresses-known" }, ...this.known.entries.map((one) => made("option", { value: one.id }, one.name)));
    this.said = made("p", { role: "status" });
    this.list = made("ol", { class: "listed" });
    this.cited = made("div", { class: "cited" });
    const named = made("label", {}, "name ", this.naming);
    this.replaceChildren(made("div", { class: "claim-filter" }, named), form, names, this.said, this.list, this.cited);
  }

  /** @param {string} wanted */
  add(wanted) {
    if (this.items.includes(wanted)) this.say(`${wanted} is in the list already.`);
    else if (!this.entries.has(wanted)) this.say(`Nothing here is called ${wanted}. Names stand in the index of addresses.`);
    else {
      this.items.push(wanted);
      this.change(`${this.entries.get(wanted).name} was added.`);
    }
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }

  /**
   * @param {string} text what was done
   * @param {boolean} [typing] where each letter is no step of its own to go back to
   */
  change(text, typing = false) {
    if (typing) history.replaceState(null, "", this.query());
    else history.pushState(null, "", this.query());
    try {
      localStorage.setItem(KEPT, this.query());
    } catch {
      // the address is enough
    }
    this.show(typing);
    this.say(text);
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  move(from, to) {
    const [one] = this.items.splice(from, 1);
    this.items.splice(to, 0, one);
    this.change(`${this.called(one)} is now number ${to + 1} of ${this.items.length}.`);
    const buttons = this.list.children[to].querySelectorAll("button");
    const same = buttons[to < from ? 0 : 1];
    (same.disabled ? buttons[to < from ? 1 : 0] : same).focus();
  }

  /** @param {number} place */
  drop(place) {
    const [one] = this.items.splice(place, 1);
    this.change(`${this.called(one)} was removed.`);
    const next = this.list.children[Math.min(place, this.items.length - 1)];
    (next?.querySelector("button:last-of-type") ?? this.naming).focus();
  }

  /** @param {string} id */
  called(id) {
    return this.entries.get(id)?.name ?? id;
  }

  /** @param {boolean} [typing] whether only the name has changed */
  show(typing = false) {
    document.title = this.name || UNNAMED;
    if (!typing) this.list.replaceChildren(...this.items.map((one, place) => this.card(one, place)));
    const bad = this.items.filter((one) => !this.entries.has(one)).length;
    this.say(bad ? `${bad} of ${this.items.length} ${this.items.length === 1 ? "name" : "names"} can't be found here.` : this.items.length ? "" : "The list is empty. Add something by its name.");
    this.cite();
  }

  /**
   * @param {string} id
   * @param {number} place
   */
  card(id, place) {
    const one = this.entries.get(id);
    const button = (/** @type {string} */ sign, /** @type {string} */ does, /** @type {() => void} */ run, off = false) => {
      const made_ = made("button", { type: "button", "aria-label": `${does} ${this.called(id)}`, title: does }, sign);
      made_.disabled = off;
      made_.addEventListener("click", run);
      return made_;
    };
    const tools = made(
      "span",
      { class: "tools" },
      button("↑", "move up", () => this.move(place, place - 1), place === 0),
      button("↓", "move down", () => this.move(place, place + 1), place === this.items.length - 1),
      button("×", "remove", () => this.drop(place)),
    );
    if (!one) {
      return made("li", { class: "missing" }, made("span", { class: "words" }, made("code", {}, id), " has no address here: it may be mistyped, or be of another build."), tools);
    }
    const to = new URL(one.address, this.site).href;
    const picture = one.picture ? [made("img", { src: new URL(one.picture, this.site).href, alt: "", loading: "lazy", class: one.kind === "map" ? "off-glb sharp" : "off-glb" })] : [];
    return made("li", {}, made("span", { class: "shown" }, ...picture), made("span", { class: "words" }, made("a", { href: to }, one.name), made("br"), one.line), tools);
  }

  /** Show the address of the list and how it is cited, to be copied. */
  cite() {
    const name = this.name || UNNAMED;
    const found = this.items.filter((one) => this.entries.has(one));
    const named = found.map((one) => this.called(one)).join("; ");
    const { commit, profile, authors, year } = this.known;
    const address = new URL(this.query(), location.href).href;
    const made_ = `commit ${commit}, profile ${profile}`;
    const plain = `${authors} (${year}). ${name}: ${named}. ${made_[0].toUpperCase()}${made_.slice(1)}. CC BY 4.0. ${address}`;
    const note = latex(`List of ${found.length} ${found.length === 1 ? "item" : "items"}: ${named}. ${made_}, CC BY 4.0`);
    const lines = this.known.bibtex.split("\n").filter((line) => !line.trim().startsWith("url"));
    const last = lines.pop() ?? "";
    lines[lines.length - 1] += ",";
    const bibtex = [...lines, `  url          = {${address}}`, last].join("\n").replace("LISTTITLE", () => latex(name)).replace("LISTNOTE", () => note);
    const parts = found.length ? [["Address", address], ["Citation", plain], ["BibTeX", bibtex]] : [];
    this.cited.replaceChildren(...parts.flatMap(([heading, text]) => this.copied(heading, text)));
  }

  /**
   * @param {string} heading
   * @param {string} text
   */
  copied(heading, text) {
    const shown = made("code", {}, text);
    const button = made("button", { type: "button" }, "Copy");
    button.setAttribute("aria-label", `copy ${heading}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        this.say(`${heading} copied.`);
      } catch {
        getSelection()?.selectAllChildren(shown);
        this.say(`${heading} is selected: copy it from there.`);
      }
    });
    return [made("h2", {}, heading, " ", button), made("pre", { class: "copied" }, shown)];
  }
}

define("named-list", NamedList);
