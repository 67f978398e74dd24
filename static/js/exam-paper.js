// What is known of each question on this page: its last number, when the server had it, what is still owed.
import { read, write } from "./exam-answers.js";
import { arrange } from "./exam-order.js";

export class Paper {
  constructor(sections, outbox) {
    this.outbox = outbox;
    this.locked = false;
    this.states = new Map();
    for (const [slot, section] of sections) {
      this.states.set(slot, { section, seq: Number(section.dataset.seq), saved: section.dataset.saved, refused: "" });
      arrange(section);
    }
  }

  get(slot) {
    return this.states.get(slot);
  }

  answered(slot) {
    return read(this.get(slot).section) !== null;
  }

  /** Not at the server: unsent, or sent and refused. */
  owed(slot) {
    return this.outbox.has(slot) || this.get(slot).refused !== "";
  }

  slots(claim) {
    return [...this.states.keys()].filter(claim);
  }

  /** Take up what an earlier visit left unsent. Returns the questions where the server holds something newer. */
  recover() {
    const older = [];
    for (const { slot, seq, value } of this.outbox.entries()) {
      const state = this.get(slot);
      if (state && seq > state.seq) {
        write(state.section, value);
        arrange(state.section);
        state.seq = seq;
        continue;
      }
      this.outbox.settle(slot, seq);
      if (state && JSON.stringify(value) !== JSON.stringify(read(state.section))) older.push(slot);
    }
    return older;
  }

  change(slot) {
    const state = this.get(slot);
    state.seq += 1;
    this.refuse(slot, "");
    this.outbox.put(slot, read(state.section), state.seq);
  }

  clear(slot) {
    write(this.get(slot).section, null);
  }

  /** The server answered for one change. If it held something else under that number, this was given later: send it again. */
  acked({ slot }, reply) {
    const state = this.get(slot);
    state.saved = reply.saved_at;
    if (!reply.stale) return;
    state.seq = Math.max(state.seq, reply.seq);
    this.change(slot);
  }

  /** Every answer there is, with its number: what the sealed file holds. */
  answers() {
    const times = new Map(this.outbox.entries().map((entry) => [entry.slot, entry.client_at]));
    const known = [...this.states].filter(([, state]) => state.seq > 0);
    return known.map(([slot, { seq, section }]) => ({ slot, seq, value: read(section), client_at: times.get(slot) ?? null }));
  }

  refuse(slot, message) {
    const state = this.get(slot);
    const place = state.section.querySelector("[data-error]");
    state.refused = message;
    place.hidden = message === "";
    place.querySelector("span").textContent = message;
  }

  /** What the server had last, of any question. */
  get latest() {
    const times = [...this.states.values()].map((state) => state.saved).sort();
    return { saved: times.at(-1), refused: "" };
  }

  lock() {
    this.locked = true;
    for (const { section } of this.states.values()) section.querySelector("fieldset").disabled = true;
  }
}
