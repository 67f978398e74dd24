// “Save for offline reading” beside a lesson or a unit. Without this script, or where the browser cannot, it is not there.
import { contact } from "./offline-contact.js";
import { isAble, keep } from "./offline-store.js";

const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

class Keep {
  constructor(part) {
    this.part = part;
    this.said = part.querySelector("[data-said]");
    [this.button, this.more] = part.querySelectorAll("button");
    this.button.addEventListener("click", () => this.keeps());
    this.more.addEventListener("click", () => this.keeps(this.told.films));
    part.hidden = false;
  }

  async keeps(films = []) {
    const { keep: address, scope } = this.part.dataset;
    this.button.disabled = this.more.disabled = true;
    this.says("busy");
    try {
      this.told = await (await fetch(address, { redirect: "error" })).json();
      await keep(scope, this.told, films);
      this.says("done");
      this.more.hidden = !this.told.films.length || films.length > 0;
      const size = megabytes(this.told.films.reduce((sum, { bytes }) => sum + bytes, 0));
      this.more.textContent = this.part.dataset.films.replace("{size}", size);
    } catch (fault) {
      this.says(fault.name === "QuotaExceededError" ? "full" : "failed");
    }
    this.button.disabled = this.more.disabled = false;
  }

  says(word) {
    this.said.textContent = this.part.dataset[word];
  }
}

const parts = isAble ? [...document.querySelectorAll("[data-keep]")] : [];
parts.forEach((part) => new Keep(part));
if (parts.length) contact(parts[0].dataset.scope);
