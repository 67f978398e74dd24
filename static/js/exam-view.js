// Draws what is known: the answer sheet, the line beside the clock, the banners, the counts, the question or the review.
const find = (selector) => document.querySelector(selector);

export class View {
  /** Parts: say, sender, outbox, paper, flags, status, sheet, stage, review, rescue. */
  constructor(parts) {
    Object.assign(this, parts);
  }

  draw(slot) {
    const { sender, paper, flags, sheet } = this;
    const local = paper.owed(slot) && (sender.trouble !== "" || paper.get(slot).refused !== "");
    sheet.draw(slot, { done: paper.answered(slot), local, flag: flags.has(slot) });
  }

  /** The line beside the clock, the banners and the counts. */
  tell() {
    const { sender, outbox, paper, status, sheet, stage, review, rescue } = this;
    const { saved, refused } = stage.reviewing ? paper.latest : paper.get(stage.slot);
    const owed = outbox.entries().map((entry) => entry.slot);
    if (sender.taken) status.show("readonly", {}, true);
    else if (sender.trouble) status.show(owed.length ? sender.trouble : `${sender.trouble}-all`, { n: owed.length }, true);
    else if (outbox.has(stage.slot)) status.show("saving");
    else if (refused) status.show("refused");
    else status.show(saved ? "saved" : "open", { time: saved });
    for (const trouble of ["offline", "signedout"]) status.banner(trouble, sender.trouble === trouble, owed);
    sheet.total(paper.slots((slot) => paper.answered(slot)).length);
    rescue(owed.length > 0 && sender.trouble !== "");
    if (stage.reviewing) review.count();
  }

  all() {
    this.sheet.slots.forEach((slot) => this.draw(slot));
    this.tell();
  }

  /** Another question, or the review, is on show. */
  turned() {
    const { stage, sheet, say, review } = this;
    if (stage.reviewing) review.fill();
    for (const part of document.querySelectorAll("[data-dock]")) part.hidden = stage.reviewing;
    find("[data-previous]").disabled = stage.slot === 1;
    find("[data-where]").textContent = stage.reviewing ? "" : say("where", { n: stage.slot, total: sheet.slots.length });
    document.title = say(stage.reviewing ? "title-review" : "title", { n: stage.slot });
    sheet.mark(stage.reviewing ? 0 : stage.slot);
    this.all();
  }
}
