// The time left, counted from the server's own figure by a clock nobody can set (performance.now). Who is disturbed by
// it can hide it until five minutes before the end.
const MARKS = [10, 5, 1];

export class Clock {
  constructor(root, say, { left, nearly, end, speak }) {
    this.box = root.querySelector("[data-clock]");
    this.face = root.querySelector("[data-timer]");
    this.button = root.querySelector("[data-hide-timer]");
    Object.assign(this, { say, nearly, end, speak, told: MARKS.filter((minutes) => left <= minutes * 60_000) });
    this.button.addEventListener("click", () => this.hide(!this.box.classList.contains("is-hidden")));
    this.set(left);
    this.timer = setInterval(() => this.#tick(), 250);
  }

  /** The server says how many ms are left: every reply sets the clock anew. */
  set(left) {
    this.zero = performance.now() + left;
  }

  get left() {
    return Math.max(0, this.zero - performance.now());
  }

  get minutes() {
    return Math.ceil(this.left / 60_000);
  }

  hide(hidden) {
    this.box.classList.toggle("is-hidden", hidden);
    this.button.textContent = this.say(hidden ? "timer-show" : "timer-hide");
  }

  stop() {
    clearInterval(this.timer);
  }

  #tick() {
    const left = this.left;
    const text = show(Math.ceil(left / 1000));
    if (text !== this.text) this.face.textContent = this.text = text;
    for (const minutes of MARKS) if (left <= minutes * 60_000 && !this.told.includes(minutes)) this.#tell(minutes);
    if (left <= 10_000 && !this.flushed) this.flushed = true, this.nearly();
    if (left > 0) return;
    this.stop();
    this.end();
  }

  #tell(minutes) {
    this.told.push(minutes);
    this.speak("minutes", { n: minutes });
    if (minutes <= 5) this.hide(false);
  }
}

function show(seconds) {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}
