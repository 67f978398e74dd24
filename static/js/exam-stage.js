// Turns the pages without leaving the page: the questions lie in a template and are moved in and out, never copied,
// so what is chosen or typed in one stays in it.
export class Stage {
  constructor(root, turned) {
    this.place = root.querySelector("[data-stage]");
    this.turned = turned;
    const waiting = root.querySelector("[data-questions]").content;
    const sections = [...this.place.children, ...waiting.querySelectorAll("[data-slot]")];
    this.sections = new Map(sections.map((section) => [Number(section.dataset.slot), section]).sort((a, b) => a[0] - b[0]));
    this.review = waiting.querySelector("[data-review]");
    this.slot = Number(this.place.firstElementChild.dataset.slot);
  }

  get section() {
    return this.sections.get(this.slot);
  }

  get reviewing() {
    return this.review.isConnected;
  }

  /** Go to question `slot`; past either end: nothing, or the review. */
  show(slot) {
    if (slot > this.sections.size) return this.check();
    if (!this.sections.has(slot)) return;
    this.slot = slot;
    this.#put(this.section);
    history.replaceState(null, "", `?slot=${slot}`);
  }

  check() {
    this.#put(this.review);
  }

  #put(section) {
    this.place.replaceChildren(section);
    this.turned();
    section.querySelector("h1").focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
  }
}
