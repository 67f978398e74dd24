// The look over the whole paper before handing in, filled on this device so that it works without a connection.
export class Review {
  constructor(section, { say, stage, paper, flags, clock, hand }) {
    Object.assign(this, { section, say, stage, paper, flags, clock, hand });
    this.error = section.querySelector("[data-error]");
    section.addEventListener("click", (event) => this.#follow(event));
    section.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask(event.target);
    });
  }

  fill() {
    const open = this.paper.slots((slot) => !this.paper.answered(slot));
    this.#list("open", open);
    this.#list("flag", this.paper.slots((slot) => this.flags.has(slot)));
    this.count();
    this.section.querySelector("[data-left]").textContent = this.say("left", { n: this.clock.minutes });
    const check = this.section.querySelector("[data-confirm]");
    check.hidden = open.length === 0;
    check.querySelector("span").textContent = this.say("confirm", { n: open.length });
    this.error.hidden = true;
  }

  /** What has reached the server by now. */
  count() {
    const done = this.paper.slots((slot) => this.paper.answered(slot));
    const owed = this.paper.slots((slot) => this.paper.owed(slot));
    this.#list("owed", owed);
    this.#figure("done", done.length);
    this.#figure("saved", done.filter((slot) => !owed.includes(slot)).length);
    this.#figure("owed", owed.length);
  }

  #list(name, slots) {
    const note = this.section.querySelector(`[data-list="${name}"]`);
    note.hidden = slots.length === 0;
    note.querySelector("h2").textContent = this.say(`list-${name}`, { n: slots.length });
    note.querySelector("p").replaceChildren(...slots.map((slot) => this.#link(slot)));
  }

  #link(slot) {
    const link = document.createElement("a");
    link.href = `?slot=${slot}`;
    link.dataset.go = slot;
    link.textContent = this.say("question", { n: slot });
    return link;
  }

  #figure(name, number) {
    this.section.querySelector(`[data-figure="${name}"]`).textContent = number;
  }

  #follow(event) {
    const link = event.target.closest("[data-go]");
    if (!link) return;
    event.preventDefault();
    this.stage.show(Number(link.dataset.go || this.stage.slot));
  }

  #ask(form) {
    const box = form.querySelector("[data-confirm] input");
    const missing = !box.closest("[data-confirm]").hidden && !box.checked;
    this.error.hidden = !missing;
    box.setAttribute("aria-invalid", missing);
    if (missing) box.focus();
    else this.hand();
  }
}
