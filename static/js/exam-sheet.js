// The answer sheet: a cell per question, its state in shape and in words.
export class Sheet {
  constructor(root, say) {
    this.say = say;
    this.root = root.querySelector("[data-sheet]");
    this.count = root.querySelectorAll("[data-answered]");
    this.cells = new Map([...root.querySelectorAll("[data-cell]")].map((cell) => [Number(cell.dataset.cell), cell]));
  }

  /** Open beside the questions; folded below them on a phone until it is asked for. */
  unfold(wide, button) {
    const fold = () => (this.root.open = wide.matches);
    wide.addEventListener("change", fold);
    button.addEventListener("click", () => (this.root.open = true));
    fold();
  }

  get slots() {
    return [...this.cells.keys()];
  }

  draw(slot, { done, local, flag }) {
    const cell = this.cells.get(slot);
    cell.classList.toggle("done", done && !local);
    cell.classList.toggle("local", local);
    cell.classList.toggle("flag", flag);
    const key = ["cell", done ? "done" : "open", local && "local", flag && "flag"].filter(Boolean).join("-");
    cell.setAttribute("aria-label", this.say(key, { n: slot }));
  }

  mark(current) {
    for (const [slot, cell] of this.cells) {
      if (slot === current) cell.setAttribute("aria-current", "step");
      else cell.removeAttribute("aria-current");
    }
  }

  total(answered) {
    for (const place of this.count) place.textContent = this.say("answered", { n: answered, total: this.cells.size });
  }
}
