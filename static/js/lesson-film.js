// A film in a lesson: goes on where one stopped, keeps what is played, pauses when nobody can be watching.
import { Played } from "./film-played.js";
import { Sitting } from "./film-sitting.js";
import { follow } from "./film-transcript.js";

class Film {
  constructor(root) {
    this.root = root;
    this.player = root.querySelector(".film__player");
    this.frame = root.closest(".act") ?? root;
    Object.assign(this, JSON.parse(root.dataset.told));
    this.note = root.querySelector("[data-note]");
    this.touched = Date.now();
    follow(this.player, this.frame);
    this.winds();
    if (root.dataset.door) this.counts();
  }

  winds() {
    const start = Number(this.root.dataset.start);
    const wind = () => start && this.player.currentTime < start && (this.player.currentTime = start);
    this.player.readyState ? wind() : this.player.addEventListener("loadedmetadata", wind, { once: true });
  }

  counts() {
    this.played = new Played(this.player);
    this.sitting = new Sitting(this.root.dataset, this.played, this.player, {
      told: (answer) => this.shows(answer),
      stops: (words) => (this.player.pause(), this.says(words)),
      away: () => this.says(this.words("away"), false),
    });
    this.furthest = Math.max(0, ...this.seen.map(([, end]) => end / 1000));
    // Keys for media start a film behind a hidden page, too.
    this.player.addEventListener("play", () => (document.hidden ? this.player.pause() : this.sitting.opens()));
    this.player.addEventListener("pause", () => this.sitting.beats());
    this.player.addEventListener("timeupdate", () => this.watches());
    this.player.addEventListener("seeking", () => this.holds());
    this.root.querySelector("[data-resume]").addEventListener("click", () => (this.quiet(), this.player.play()));
    document.addEventListener("visibilitychange", () => document.hidden && this.player.pause());
    for (const deed of ["keydown", "pointerdown", "pointermove"]) addEventListener(deed, () => (this.touched = Date.now()), { passive: true });
  }

  watches() {
    if (this.player.paused) return;
    this.furthest = Math.max(this.furthest, this.player.currentTime);
    if (Date.now() - this.touched > Number(this.root.dataset.idle) * 60_000) {
      this.player.pause();
      this.says(this.words("idle"));
    }
    const now = this.player.currentTime * 1000;
    const due = Object.entries(this.moments).find(([, at]) => at <= now && now - at < 2000);
    if (due) this.asks(due[0]);
  }

  asks(id) {
    delete this.moments[id];
    this.player.pause();
    if (document.fullscreenElement) document.exitFullscreen();
    this.says(this.words("question"));
    document.getElementById(`check-${id}`)?.focus();
  }

  holds() {
    if (!("onlyForward" in this.root.dataset) || this.player.currentTime <= this.furthest + 1) return;
    this.player.currentTime = this.furthest;
    this.says(this.words("forward"), false);
  }

  shows(answer) {
    if (answer.is_complete) delete this.root.dataset.onlyForward;
    const state = this.frame.querySelector("[data-state]");
    const gauge = state?.querySelector("progress");
    if (gauge) gauge.value = answer.percent;
    if (state && answer.sentence) state.querySelector("p").textContent = answer.sentence;
    if (answer.note) this.says(answer.note, false);
  }

  says(words, asksToGoOn = true) {
    this.note.querySelector("[data-words]").textContent = words;
    this.note.querySelector("[data-resume]").hidden = !asksToGoOn;
    this.note.hidden = false;
  }

  quiet() {
    this.note.hidden = true;
  }

  words(name) {
    return this.root.querySelector(`[data-words-${name}]`).innerHTML;
  }
}

document.querySelectorAll("[data-film]").forEach((root) => new Film(root));
