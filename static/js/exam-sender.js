// Carries the outbox to the server, all that is owed at once, and goes on trying. Tells what happened as events:
// ack, refused, trouble, clear, clock, taken, over (the attempt is closed), handed.
const PATIENCE = 10_000;
const LONGEST_WAIT = 20_000;
const MOST = 20; // in one request
const LONGEST_DELAY = 15_000; // whoever goes on typing is saved all the same

export class Sender extends EventTarget {
  constructor(outbox, { url, epoch, csrf }) {
    super();
    Object.assign(this, { outbox, url, epoch, csrf, wait: 1000, busy: false, stopped: false, trouble: "" });
    addEventListener("online", () => this.kick());
    addEventListener("offline", () => this.stopped || this.#later("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || (this.kick(), this.sync()));
    setInterval(() => this.sync(), 60_000); // brings added time and notices a lapsed login early
  }

  /** Send what is owed, after `delay` ms; a later call puts an earlier one off, but never for long. */
  kick(delay = 0) {
    const now = performance.now();
    this.latest ??= now + LONGEST_DELAY;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#run(), Math.min(delay, Math.max(0, this.latest - now)));
  }

  /** Until nothing is owed or under way: a page asked for before the save it overtakes would show that answer blank. */
  async rest(patience = 5000) {
    const until = performance.now() + patience;
    this.kick();
    while ((this.busy || this.outbox.size) && !this.stopped && !this.trouble && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 25));
  }

  /** Ask for the time left, without saving anything. */
  async sync() {
    if (!this.stopped && !this.busy) await this.#request("GET", undefined, `${this.url}?epoch=${this.epoch}`);
  }

  /** Hand in, with whatever is owed. True when the server has it; after a failure the caller asks again. */
  async submit(url) {
    const reply = await this.#request("POST", { pending: this.outbox.entries(), epoch: this.epoch }, url);
    if (!reply) return false;
    this.stop();
    this.outbox.wipe();
    this.#tell("handed", reply);
    return true;
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async #run() {
    this.latest = undefined;
    if (this.busy || this.stopped) return;
    this.busy = true;
    while (this.outbox.size && !this.stopped) {
      const answers = this.outbox.oldest(MOST);
      const reply = await this.#request("POST", { answers, epoch: this.epoch });
      if (!reply || !this.#settle(answers, reply)) break;
    }
    this.busy = false;
    if (this.trouble && !this.outbox.size) await this.sync();
  }

  /** Forget each answer whose fate the reply tells; how many. What it does not name is sent again. */
  #settle(answers, { acks = [], refused = [] }) {
    const told = [...acks.map((reply) => ["ack", reply]), ...refused.map((reply) => ["refused", reply])];
    for (const [fate, reply] of told) {
      const entry = answers.find(({ slot }) => slot === reply.slot);
      this.outbox.settle(entry.slot, entry.seq);
      this.#tell(fate, { entry, reply });
    }
    return told.length;
  }

  async #request(method, body, url = this.url) {
    try {
      const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.csrf() };
      const signal = AbortSignal.timeout(PATIENCE);
      const text = body && JSON.stringify(body);
      const keepalive = (text?.length ?? 0) < 20_000; // goes on while the page closes; the browser allows it 64 KB
      const response = await fetch(url, { method, headers, signal, body: text, keepalive });
      const reply = (response.headers.get("Content-Type") ?? "").includes("json") ? await response.json() : {};
      return this.#judge(response.status, reply);
    } catch {
      return this.#later("offline");
    }
  }

  #judge(status, reply) {
    if (status >= 500 || status === 429) return this.#later("offline");
    if (status === 401 || status === 403 || status === 404) return this.#later("signedout");
    if (status === 409 && reply.reason === "closed") return this.stop(), this.#tell("over", reply);
    if (status === 409) return (this.taken = true), this.stop(), this.#tell("taken", reply);
    this.wait = 1000;
    if (this.trouble) this.trouble = "", this.#tell("clear", reply);
    this.#tell("clock", reply);
    return reply;
  }

  #later(trouble) {
    this.trouble = trouble;
    this.#tell("trouble", trouble);
    if (!this.stopped) this.kick(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
