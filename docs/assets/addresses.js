// The index of everything that has an address can be narrowed to a kind and to words; what is chosen
// stands in the address. Without this script the index is complete as it stands.

import { choose, define } from "./elements.js";

/**
 * @param {string} text
 * @returns {string} the text without what nobody types: capitals and accents
 */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class AddressIndex extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("form")) return;
    this.chosen = new URLSearchParams(location.search);
    /** @type {{heading: Element, list: Element}[]} */
    this.kinds = [...this.querySelectorAll("h2")].map((heading) => ({
      heading,
      list: /** @type {Element} */ (heading.nextElementSibling),
    }));
    this.entries = [...this.querySelectorAll("li")].map((entry) => ({ entry, text: folded(entry.textContent ?? "") }));
    this.prepend(this.controls());
    addEventListener("popstate", () => {
      this.chosen = new URLSearchParams(location.search);
      this.kind.value = this.chosen.get("kind") ?? "";
      this.words.value = this.chosen.get("words") ?? "";
      this.show();
    });
    this.show();
  }

  /** @returns {HTMLFormElement} */
  controls() {
    const form = document.createElement("form");
    form.className = "claim-filter";
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Addresses");
    this.kind = document.createElement("select");
    this.kind.append(new Option("all", ""), ...this.kinds.map(({ heading }) => new Option(heading.firstChild?.textContent ?? "", heading.id)));
    this.kind.value = this.chosen.get("kind") ?? "";
    this.kind.addEventListener("change", () => this.set("kind", this.kind.value));
    this.words = document.createElement("input");
    this.words.type = "search";
    this.words.value = this.chosen.get("words") ?? "";
    this.words.addEventListener("input", () => this.set("words", this.words.value));
    this.count = document.createElement("output");
    const labels = [["kind ", this.kind], ["words ", this.words]].map((parts) => {
      const label = document.createElement("label");
      label.append(...parts);
      return label;
    });
    form.append(...labels, this.count);
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  /**
   * @param {string} name
   * @param {string} value empty for the default
   */
  set(name, value) {
    choose(this.chosen, name, value);
    this.show();
  }

  show() {
    const words = folded(this.chosen.get("words") ?? "").split(/\s+/).filter(Boolean);
    const kind = this.chosen.get("kind");
    for (const { entry, text } of this.entries) entry.hidden = !words.every((word) => text.includes(word));
    let shown = 0;
    for (const { heading, list } of this.kinds) {
      const left = kind && kind !== heading.id ? 0 : list.querySelectorAll("li:not([hidden])").length;
      heading.toggleAttribute("hidden", left === 0);
      list.toggleAttribute("hidden", left === 0);
      shown += left;
    }
    this.count.textContent = `${shown} of ${this.entries.length}`;
  }
}

define("address-index", AddressIndex);
