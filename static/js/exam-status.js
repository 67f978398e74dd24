// Says where the answers are: a line beside the clock, a banner when something is wrong, and a voice for screen readers.
export class Status {
  constructor(root, say) {
    this.say = say;
    this.line = root.querySelector("[data-save]");
    this.text = this.line.querySelector("span");
    this.icons = [...this.line.querySelectorAll("[data-icon]")];
    this.voice = root.querySelector("[data-voice]");
    this.banners = new Map([...root.querySelectorAll("[data-banner]")].map((banner) => [banner.dataset.banner, banner]));
  }

  /** One of: saving, saved, open, refused, and in trouble: offline, offline-all, signedout. */
  show(key, values = {}, away = false) {
    this.text.textContent = this.say(key, values);
    this.line.classList.toggle("is-warn", away || key === "refused");
    const fits = away ? "offline" : ["saving", "saved"].includes(key) ? "cloud" : "";
    for (const icon of this.icons) icon.toggleAttribute("hidden", icon.dataset.icon !== fits);
  }

  banner(name, on, slots = []) {
    const banner = this.banners.get(name);
    const place = banner.querySelector("[data-slots]");
    if (place) place.textContent = slots.length ? this.say("slots", { list: slots.join(this.say("comma")) }) : "";
    banner.hidden = !on;
  }

  speak(key, values) {
    this.voice.textContent = this.say(key, values);
  }
}
