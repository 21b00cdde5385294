// A figure as large as the window, to zoom and to pan: a button on each figure, or a click on its
// picture, opens a dialog with the picture, its caption and its alternative text. Panning is scrolling,
// so wheel, touch and arrow keys do what they always do. Without this script the picture stays as it is.

const STEP = 1.3;
const LARGEST = 12; // times the size at which all of the picture is seen
const WORTH = 1.25; // a picture gains so much at least, even where it then has to be scrolled

/** Strokes of signs, in a square of 24; fonts do not have them all. */
const SIGNS = {
  in: "M12 5v14M5 12h14",
  out: "M5 12h14",
  whole: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  close: "M6 6l12 12M18 6L6 18",
};

/**
 * @param {string} name
 * @param {keyof typeof SIGNS} sign
 * @param {() => void} act
 */
function button(name, sign, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${SIGNS[sign]}"/></svg>`;
  made.setAttribute("aria-label", name);
  made.title = name;
  made.addEventListener("click", act);
  return made;
}

class Lightbox {
  constructor() {
    this.dialog = document.createElement("dialog");
    this.dialog.className = "lightbox md-typeset";
    this.stage = document.createElement("div");
    this.stage.className = "lightbox-stage";
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "group");
    this.stage.setAttribute("aria-label", "Picture; plus and minus zoom, arrows pan");
    this.caption = document.createElement("figcaption");
    this.caption.className = "lightbox-caption";
    this.caption.tabIndex = 0;
    const bar = document.createElement("div");
    bar.className = "lightbox-bar";
    bar.append(
      button("Zoom in", "in", () => this.zoom(STEP)),
      button("Zoom out", "out", () => this.zoom(1 / STEP)),
      button("Show all of it", "whole", () => this.resize(this.whole())),
      button("Close", "close", () => this.dialog.close()),
    );
    const figure = document.createElement("figure");
    figure.append(this.stage, this.caption);
    this.dialog.append(bar, figure);
    document.body.append(this.dialog);
    this.listen();
  }

  listen() {
    this.dialog.addEventListener("close", () => document.documentElement.classList.remove("lightbox-open"));
    this.dialog.addEventListener("keydown", (event) => {
      const act = { "+": () => this.zoom(STEP), "=": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP), 0: () => this.resize(this.whole()) }[event.key];
      if (act && !event.ctrlKey && !event.metaKey) act();
      // letters must not reach the theme, which would open its search behind the dialog
      event.stopPropagation();
    });
    this.stage.addEventListener("dblclick", (event) => this.zoom(this.width > this.whole() * 1.5 ? 0 : 2.5, event));
    this.stage.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return; // a wheel alone scrolls; with Ctrl, and pinched on a pad, it zooms
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 200), event);
      },
      { passive: false },
    );
    this.drag();
    addEventListener("resize", () => this.dialog.open && this.resize(Math.max(this.width, this.whole())));
  }

  /** One pointer of a mouse pans; two fingers zoom. */
  drag() {
    /** @type {Map<number, PointerEvent>} */
    const held = new Map();
    this.stage.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, event);
      if (event.pointerType === "mouse") this.stage.setPointerCapture(event.pointerId);
    });
    this.stage.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      const other = [...held.values()].find((one) => one.pointerId !== event.pointerId);
      if (other) {
        const apart = (/** @type {PointerEvent} */ one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        this.zoom(apart(event) / apart(before), event);
      } else if (event.pointerType === "mouse") {
        this.stage.scrollBy(before.clientX - event.clientX, before.clientY - event.clientY);
      }
      held.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.stage.addEventListener(end, (event) => held.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
  }

  /** @returns {number} the width at which all of the picture is seen */
  whole() {
    return Math.min(this.stage.clientWidth, this.stage.clientHeight * this.ratio);
  }

  /** @param {number} width */
  resize(width) {
    this.width = Math.min(Math.max(width, this.whole()), this.whole() * LARGEST);
    this.picture.style.width = `${this.width}px`;
    this.picture.style.height = `${this.width / this.ratio}px`;
  }

  /**
   * @param {number} factor 0 shows all of the picture
   * @param {MouseEvent} [at] what stays where it is; the middle, if nothing is given
   */
  zoom(factor, at) {
    const frame = this.stage.getBoundingClientRect();
    const [x, y] = at ? [at.clientX - frame.x, at.clientY - frame.y] : [frame.width / 2, frame.height / 2];
    const before = this.picture.getBoundingClientRect();
    const [left, top] = [(frame.x + x - before.x) / before.width, (frame.y + y - before.y) / before.height];
    this.resize(factor ? this.width * factor : this.whole());
    const now = this.picture.getBoundingClientRect();
    this.stage.scrollBy(now.x + left * now.width - frame.x - x, now.y + top * now.height - frame.y - y);
  }

  /**
   * @param {HTMLImageElement} image
   * @param {Element | null} caption
   */
  open(image, caption) {
    this.picture = /** @type {HTMLImageElement} */ (image.cloneNode());
    for (const name of ["loading", "width", "height", "class", "id"]) this.picture.removeAttribute(name);
    this.picture.draggable = false;
    this.ratio = (Number(image.getAttribute("width")) || image.naturalWidth) / (Number(image.getAttribute("height")) || image.naturalHeight);
    this.stage.replaceChildren(this.picture);
    this.caption.replaceChildren(...(caption ? [...caption.childNodes].map((node) => node.cloneNode(true)) : [image.alt]));
    for (const one of this.caption.querySelectorAll("[id]")) one.removeAttribute("id");
    const title = this.caption.querySelector("strong")?.textContent;
    this.dialog.setAttribute("aria-label", title ? `${title}, enlarged` : "Picture, enlarged");
    document.documentElement.classList.add("lightbox-open");
    this.dialog.showModal();
    this.stage.focus();
    const gain = WORTH * image.clientWidth;
    const whole = this.whole();
    this.resize(whole < gain ? Math.max(this.stage.clientWidth, gain) : whole);
    this.stage.scrollTo(0, 0);
  }
}

/** @type {Lightbox | undefined} made when it is first wanted */
let lightbox;

for (const figure of document.querySelectorAll("figure.published")) {
  const images = [...figure.querySelectorAll("img")];
  const caption = figure.querySelector("figcaption");
  const name = caption?.querySelector("strong")?.textContent;
  const opener = button(name ? `Enlarge ${name}` : "Enlarge the picture", "whole", () => {
    const seen = images.find((image) => image.clientWidth) ?? images[0];
    lightbox ??= new Lightbox();
    lightbox.open(seen, caption);
  });
  opener.className = "enlarge";
  // the picture itself is for those who point; the button is what has a name and the focus
  for (const image of images) {
    image.classList.add("enlarges");
    image.addEventListener("click", () => {
      opener.focus({ preventScroll: true });
      opener.click();
    });
  }
  const place = document.createElement("div");
  place.className = "enlarge-place";
  place.append(opener);
  figure.prepend(place);
}
