// Answers the server has not acknowledged yet, kept on this device (IndexedDB) until it has. Written before anything is
// sent, so that neither a reload nor closing the browser loses one; taken out as soon as nothing is owed.
// Where a browser keeps nothing (storage switched off), the page itself still holds them and sending goes on.
const NAME = "exam-outbox";
const STORE = "answers";

export class Outbox {
  static async open(attempt) {
    const store = await database();
    const range = IDBKeyRange.bound([attempt, 0], [attempt, Infinity]);
    const kept = store ? await answer(store.transaction(STORE).objectStore(STORE).getAll(range)).catch(() => []) : [];
    return new Outbox(attempt, store, kept);
  }

  constructor(attempt, store, kept) {
    this.attempt = attempt;
    this.store = store;
    kept.sort((a, b) => a.client_at.localeCompare(b.client_at));
    this.kept = new Map(kept.map(({ attempt: _, ...entry }) => [entry.slot, entry]));
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
    const entry = { slot, value, seq, client_at: new Date().toISOString() };
    this.kept.delete(slot); // the newest goes last, so the oldest change is sent first
    this.kept.set(slot, entry);
    this.#write((answers) => answers.put({ attempt: this.attempt, ...entry }));
  }

  /** The changes longest owed, at most `many`. */
  oldest(many) {
    return [...this.kept.values()].slice(0, many);
  }

  /** Forget what was sent as number `seq`; a newer change of the same question stays. */
  settle(slot, seq) {
    if (this.kept.get(slot)?.seq > seq) return;
    this.kept.delete(slot);
    this.#write((answers) => answers.delete([this.attempt, slot]));
  }

  wipe() {
    this.kept.clear();
    this.#write((answers) => answers.delete(IDBKeyRange.bound([this.attempt, 0], [this.attempt, Infinity])));
  }

  /** Committed at once: what waits for the page's next turn would be lost if the page went away before it. */
  #write(deed) {
    try {
      const change = this.store?.transaction(STORE, "readwrite", { durability: "strict" });
      if (change) deed(change.objectStore(STORE)), change.commit();
    } catch {
      this.store = null;
    }
  }
}

const answer = (asked) => new Promise((done, fail) => ((asked.onsuccess = () => done(asked.result)), (asked.onerror = fail)));

async function database() {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: ["attempt", "slot"] });
    const patience = new Promise((_, fail) => setTimeout(fail, 3000));
    const store = await Promise.race([answer(opening), patience]);
    store.onversionchange = () => store.close(); // signing out in another tab removes it
    return store;
  } catch {
    return null;
  }
}
