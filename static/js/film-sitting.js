// A sitting before a film: opened with the first play, reported every 15 seconds, closed when the page is left.
// What could not be sent is sent with the next report; the server counts each number once.
const PAUSE = 15_000;

export class Sitting {
  constructor({ door, token }, played, player, { told, stops, away }) {
    Object.assign(this, { door, token, played, player, told, stops, away, key: null, number: 0, ended: false });
    setInterval(() => player.paused || this.beats(), PAUSE);
    addEventListener("pagehide", () => this.leaves());
  }

  async opens() {
    if (this.opening || (this.key && !this.ended)) return;
    this.opening = true;
    const answer = await this.posts(this.door, {});
    this.opening = false;
    if (!answer) return;
    this.key = answer.sitting;
    this.number = 0;
    this.ended = false;
    this.told(answer);
  }

  async beats() {
    if (!this.key || this.ended || this.busy) return;
    const ranges = this.played.taken();
    if (!ranges.length) return;
    this.busy = true;
    const answer = await this.posts(this.address(), this.report(ranges));
    this.busy = false;
    if (!answer) return;
    this.played.acknowledged(ranges);
    this.told(answer);
  }

  report(ranges) {
    return { number: ++this.number, ranges, position: Math.round(this.player.currentTime * 1000) };
  }

  address() {
    return this.door.replace(/courses\/.*/, `learn/sittings/${this.key}/beats/`);
  }

  async posts(address, data) {
    let response;
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
      response = await fetch(address, { method: "POST", headers, body: JSON.stringify(data), signal: AbortSignal.timeout?.(10_000) });
    } catch {
      this.away();
      return null;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    this.ended = response.status === 409 || response.status === 404;
    if (answer.problem) this.stops(answer.problem);
    return null;
  }

  leaves() {
    if (!this.key || this.ended) return;
    const form = new FormData();
    form.set("csrfmiddlewaretoken", this.token);
    form.set("beat", JSON.stringify({ ...this.report(this.played.taken()), is_last: true }));
    navigator.sendBeacon(this.address(), form);
    this.ended = true;
  }
}
