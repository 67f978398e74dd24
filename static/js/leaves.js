// At which page of a PDF one is, the site is told, so that every device goes on there. Without this script: the page one turned to.
const PAUSE = 1000;

class Leaves {
  constructor(part) {
    this.part = part;
    this.here = this.told = Number(part.dataset.page);
    const middle = new IntersectionObserver((entries) => this.sees(entries), { rootMargin: "-49% 0px" });
    part.querySelectorAll("[data-leaf]").forEach((leaf) => middle.observe(leaf));
    addEventListener("pagehide", () => this.tells());
  }

  // The page in the middle of the screen, once one stays there.
  sees(entries) {
    const seen = entries.find(({ isIntersecting }) => isIntersecting);
    clearTimeout(this.timer);
    if (!seen) return;
    this.timer = setTimeout(() => {
      this.here = Number(seen.target.dataset.leaf);
      this.tells();
    }, PAUSE);
  }

  tells() {
    if (this.here === this.told) return;
    const { leaves, where, token } = this.part.dataset;
    const form = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, page: this.here, lesson: where, only: 1 })) form.set(name, value);
    if (navigator.sendBeacon(leaves, form)) this.told = this.here;
  }
}

document.querySelectorAll("[data-leaves]").forEach((part) => new Leaves(part));
