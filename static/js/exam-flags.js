// “Look at it later”: kept on this device alone, forgotten after handing in.
import { keep, load } from "./exam-kept.js";

export class Flags {
  constructor(exam, sections) {
    this.key = `exam-flags:${exam}`;
    this.kept = new Set(load(this.key, []));
    this.sections = sections;
    for (const [slot, section] of sections) {
      section.querySelector("[data-flag]").hidden = false;
      section.querySelector("[data-flag] input").checked = this.has(slot);
    }
  }

  has(slot) {
    return this.kept.has(slot);
  }

  set(slot, on) {
    this.kept[on ? "add" : "delete"](slot);
    keep(this.key, this.kept.size ? [...this.kept] : null);
    this.sections.get(slot).querySelector("[data-flag] input").checked = on;
  }
}
