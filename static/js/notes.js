// A note is saved by itself while it is written; whatever fails is tried again. Without this script the button saves.
const PAUSE = 1200;
const AGAIN = 5000;

class Note {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-note-state]");
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("focusin", () => this.times(), { once: true });
    form.addEventListener("submit", () => (this.stopped = true));
    addEventListener("online", () => this.isWaiting && this.saves());
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saves(), pause);
  }

  // Where the film is now, unless a time stands there already.
  times() {
    const field = this.form.querySelector("[data-note-time]");
    const film = [...document.querySelectorAll(".film__player")].find((one) => one.currentTime > 0);
    if (!field || field.value || !film) return;
    const second = Math.floor(film.currentTime);
    field.value = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
    const place = this.form.elements.place;
    const part = film.closest(".act")?.id;
    if (place && !place.value && [...place.options].some((one) => one.value === part)) place.value = part;
  }

  async saves() {
    if (this.stopped || !this.form.elements.text.value.trim()) return;
    if (this.isBusy) return this.later(PAUSE);
    this.isBusy = true;
    this.says("saving");
    const answer = await this.sends();
    this.isBusy = false;
    this.isWaiting = !answer;
    if (!answer) return this.says("waiting"), this.later(AGAIN);
    if (!answer.key) return (this.state.textContent = answer.words);
    this.form.elements.key.value = answer.key;
    this.form.elements.edition.value = answer.edition;
    this.says("saved");
    if (!answer.isBeside) return;
    this.state.textContent = answer.words;
    this.form.action = answer.address;
  }

  async sends() {
    try {
      const headers = { "X-Requested-With": "fetch" };
      const response = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers, redirect: "error", signal: AbortSignal.timeout(10_000) });
      if (response.status >= 500) return null;
      return { ...(await response.json()), isBeside: response.status === 201 };
    } catch {
      return null;
    }
  }

  says(word) {
    this.state.textContent = this.state.dataset[word];
  }
}

document.querySelectorAll("form[data-note]").forEach((form) => new Note(form));
