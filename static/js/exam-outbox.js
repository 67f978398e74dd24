// Answers the server has not acknowledged yet, kept on this device until it has. Written before anything is sent,
// so that neither a reload nor closing the browser loses one; wiped as soon as nothing is owed.
export class Outbox {
  constructor(attempt) {
    this.key = `exam-outbox:${attempt}`;
    this.kept = new Map(load(this.key, []).map((entry) => [entry.slot, entry]));
  }

  get size() {
    return this.kept.size;
  }

  has(slot) {
    return this.kept.has(slot);
  }

  entries() {
    return [...this.kept.values()].sort((a, b) => a.slot - b.slot);
  }

  put(slot, value, seq) {
    this.kept.delete(slot); // the newest goes last, so the oldest change is sent first
    this.kept.set(slot, { slot, value, seq, client_at: new Date().toISOString() });
    this.#store();
  }

  /** The changes longest owed, at most `many`. */
  oldest(many) {
    return [...this.kept.values()].slice(0, many);
  }

  /** Forget what was sent as number `seq`; a newer change of the same question stays. */
  settle(slot, seq) {
    if (this.kept.get(slot)?.seq > seq) return;
    this.kept.delete(slot);
    this.#store();
  }

  wipe() {
    this.kept.clear();
    this.#store();
  }

  #store() {
    keep(this.key, this.kept.size ? [...this.kept.values()] : null);
  }
}

export function load(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise; // storage is switched off, or what is there is not ours
  }
}

export function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the page still holds it, and sending goes on.
  }
}
