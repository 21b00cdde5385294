// The frames of an ascent, one below the other in time: a slider steps through them, a button plays
// them. Without this script the frames stand side by side.

const PAUSE = 450; // ms that a frame stays
const GAP = 2; // px between the frames of a strip

class Scrubber {
  /** @param {HTMLElement} place with a strip of frames, and what is said of each */
  constructor(place) {
    this.strip = /** @type {HTMLImageElement} */ (place.querySelector("img"));
    this.told = place.dataset.told.split("|");
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.slider = this.range();
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.play(!this.timer));
    this.said = document.createElement("output");
    const controls = document.createElement("div");
    controls.className = "controls";
    controls.append(this.button, this.slider, this.said);
    place.prepend(this.canvas, controls);
    this.play(false);
    if (this.strip.complete) this.begin();
    else this.strip.addEventListener("load", () => this.begin());
    this.strip.loading = "eager";
  }

  /** @returns {HTMLInputElement} */
  range() {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.max = `${this.told.length - 1}`;
    slider.value = slider.max;
    slider.setAttribute("aria-label", "Frame of the ascent");
    slider.addEventListener("input", () => {
      this.play(false);
      this.show();
    });
    return slider;
  }

  begin() {
    this.side = this.strip.naturalHeight;
    this.width = (this.strip.naturalWidth + GAP) / this.told.length - GAP;
    this.canvas.width = this.width;
    this.canvas.height = this.side;
    this.show();
  }

  show() {
    const frame = Number(this.slider.value);
    const told = this.told[frame];
    this.said.textContent = told;
    this.slider.setAttribute("aria-valuetext", told);
    this.canvas.setAttribute("aria-label", `The picture: ${told}`);
    const from = frame * (this.width + GAP);
    const pen = this.canvas.getContext("2d");
    pen?.clearRect(0, 0, this.width, this.side);
    pen?.drawImage(this.strip, from, 0, this.width, this.side, 0, 0, this.width, this.side);
  }

  /** @param {boolean} go from the first frame when the last is shown */
  play(go) {
    clearInterval(this.timer);
    this.timer = undefined;
    this.button.textContent = go ? "Pause" : "Play";
    if (!go) return;
    if (this.slider.value === this.slider.max) this.slider.value = "0";
    this.show();
    this.timer = setInterval(() => {
      this.slider.value = `${Number(this.slider.value) + 1}`;
      this.show();
      if (this.slider.value === this.slider.max) this.play(false);
    }, PAUSE);
  }
}

for (const place of document.querySelectorAll(".oip-scrubber")) new Scrubber(/** @type {HTMLElement} */ (place));
