// The tables of all claims and of all findings can be narrowed to a part and an outcome and sorted by
// any column; what is chosen stands in the address, so that a view can be sent to somebody. Without
// this script a table is complete as it stands.

import { choose, define } from "./elements.js";

/** Outcomes by their rank; more may follow the word in a cell. */
const ORDER = ["confirmed", "mixed", "refuted", "not tested", "yes", "no", "cannot be told"];

/**
 * @param {string} text of a cell
 * @param {string} word
 * @returns {boolean} whether the text is this outcome
 */
const says = (text, word) => text === word || text.startsWith(`${word},`) || text.startsWith(`${word};`);

/**
 * @param {string} text of a cell
 * @returns {number | string} what the cell is sorted by
 */
function weight(text) {
  const outcome = ORDER.findIndex((word) => says(text, word));
  if (outcome >= 0) return outcome;
  const number = Number(text.replaceAll(",", ""));
  return text !== "" && Number.isFinite(number) ? number : text;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {number} column
 */
const told = (row, column) => row.cells[column].textContent?.trim() ?? "";

class ClaimTable extends HTMLElement {
  connectedCallback() {
    const table = this.querySelector("table");
    if (!table || this.querySelector("form")) return;
    this.table = table;
    this.rows = [...table.tBodies[0].rows];
    this.first = [...this.rows];
    this.chosen = new URLSearchParams(location.search);
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent?.trim() ?? "");
    /** @type {[string, number][]} what the table can be narrowed by: name and column */
    this.filters = ["part", this.dataset.by].map((name) => [name, heads.indexOf(name)]);
    this.prepend(this.controls());
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) this.sortable(head, column);
    this.show();
  }

  /** @returns {HTMLFormElement} a choice of part and of outcome, and how many rows are shown */
  controls() {
    const form = document.createElement("form");
    form.className = "claim-filter";
    for (const [name, column] of this.filters) {
      const texts = this.rows.map((row) => told(row, column));
      const ranked = ORDER.filter((word) => texts.some((text) => says(text, word)));
      form.append(this.choice(name, ranked.length ? ranked : [...new Set(texts)]));
    }
    this.count = document.createElement("output");
    form.append(this.count);
    return form;
  }

  /**
   * @param {string} name in the address
   * @param {string[]} values
   */
  choice(name, values) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.append(new Option("all", ""), ...values.map((value) => new Option(value)));
    select.value = values.includes(this.chosen.get(name) ?? "") ? this.chosen.get(name) : "";
    select.addEventListener("change", () => {
      this.set(name, select.value);
    });
    label.append(`${name} `, select);
    return label;
  }

  /**
   * @param {HTMLTableCellElement} head
   * @param {number} column
   */
  sortable(head, column) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = this.chosen.get("sort");
      this.set("sort", now === `${column}` ? `-${column}` : now === `-${column}` ? "" : `${column}`);
    });
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
    for (const row of this.rows) {
      row.hidden = !this.filters.every(([name, column]) => {
        const wanted = this.chosen.get(name);
        return !wanted || says(told(row, column), wanted);
      });
    }
    this.sort();
    this.count.textContent = `${this.rows.filter((row) => !row.hidden).length} of ${this.rows.length} ${this.dataset.of}`;
  }

  sort() {
    const chosen = this.chosen.get("sort");
    const column = chosen ? Math.abs(Number(chosen)) : -1;
    const sign = chosen?.startsWith("-") ? -1 : 1;
    const sorted = [...this.first];
    if (column >= 0 && column < this.table.tHead.rows[0].cells.length) {
      sorted.sort((one, other) => {
        const [a, b] = [weight(told(one, column)), weight(told(other, column))];
        if (a === b) return 0;
        if (a === "" || b === "") return a === "" ? 1 : -1;
        if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
        return a < b ? -sign : sign;
      });
    }
    this.table.tBodies[0].append(...sorted);
    for (const [index, head] of [...this.table.tHead.rows[0].cells].entries()) {
      const direction = sign < 0 ? "descending" : "ascending";
      head.setAttribute("aria-sort", index === column ? direction : "none");
    }
  }
}

define("claim-table", ClaimTable);
