// The exam page with JavaScript: one page that never navigates away, saves each answer at once and loses none.
import { altered } from "./exam-answers.js";
import { Clock } from "./exam-clock.js";
import { Flags } from "./exam-flags.js";
import { handIn } from "./exam-handin.js";
import { keys } from "./exam-keys.js";
import { ordering } from "./exam-order.js";
import { Outbox } from "./exam-outbox.js";
import { Paper } from "./exam-paper.js";
import { Review } from "./exam-review.js";
import { Sender } from "./exam-sender.js";
import { Sheet } from "./exam-sheet.js";
import { Stage } from "./exam-stage.js";
import { Status } from "./exam-status.js";
import { onlyTab } from "./exam-tabs.js";
import { words } from "./exam-words.js";

const find = (selector) => document.querySelector(selector);
const page = find("[data-exam]").dataset;
const say = words(find("[data-words]"));
const token = () => document.cookie.match(`(?:^|; )${page.csrfCookie}=([^;]+)`)?.[1] ?? find("[name=csrfmiddlewaretoken]").value;

const outbox = new Outbox(page.exam);
const sender = new Sender(outbox, { url: page.responses, epoch: Number(page.epoch), csrf: token });
const status = new Status(document, say);
const sheet = new Sheet(document, say);
const stage = new Stage(document, turned);
const paper = new Paper(stage.sections, outbox);
const flags = new Flags(page.exam, stage.sections);
const hand = handIn({ sender, status, paper, url: page.submission });
const clock = new Clock(document, say, {
  left: Number(page.remaining),
  speak: (...said) => status.speak(...said),
  nearly: () => sender.kick(),
  end: () => (paper.lock(), status.banner("timeup", true), hand()),
});
const review = new Review(stage.review, { say, stage, paper, flags, clock, hand });

function draw(slot) {
  const local = paper.owed(slot) && (sender.trouble !== "" || paper.get(slot).refused !== "");
  sheet.draw(slot, { done: paper.answered(slot), local, flag: flags.has(slot) });
}

/** The line beside the clock, the banners and the counts. */
function tell() {
  const { saved, refused } = stage.reviewing ? paper.latest : paper.get(stage.slot);
  const owed = outbox.entries().map((entry) => entry.slot);
  if (sender.taken) status.show("readonly", {}, true);
  else if (sender.trouble) status.show(owed.length ? sender.trouble : `${sender.trouble}-all`, { n: owed.length }, true);
  else if (outbox.has(stage.slot)) status.show("saving");
  else if (refused) status.show("refused");
  else status.show(saved ? "saved" : "open", { time: saved });
  for (const trouble of ["offline", "signedout"]) status.banner(trouble, sender.trouble === trouble, owed);
  sheet.total(paper.slots((slot) => paper.answered(slot)).length);
  if (stage.reviewing) review.count();
}

function drawAll() {
  sheet.slots.forEach(draw);
  tell();
}

function turned() {
  if (stage.reviewing) review.fill();
  for (const part of document.querySelectorAll("[data-dock]")) part.hidden = stage.reviewing;
  find("[data-previous]").disabled = stage.slot === 1;
  find("[data-where]").textContent = stage.reviewing ? "" : say("where", { n: stage.slot, total: sheet.slots.length });
  document.title = say(stage.reviewing ? "title-review" : "title", { n: stage.slot });
  sheet.mark(stage.reviewing ? 0 : stage.slot);
  drawAll();
}

function changed(delay = 0) {
  if (paper.locked) return;
  paper.change(stage.slot);
  draw(stage.slot);
  tell();
  sender.kick(delay);
}

function flag(on = !flags.has(stage.slot)) {
  flags.set(stage.slot, on);
  draw(stage.slot);
}

const turns = {
  next: () => stage.show(stage.slot + 1),
  previous: () => stage.show(stage.slot - 1),
  review: () => stage.check(),
  stay: () => sender.kick(),
  clear: () => paper.locked || (paper.clear(stage.slot), changed()),
};

// --- what the candidate does
document.addEventListener("click", (event) => {
  const button = event.target.closest("[name=go]");
  if (!button) return;
  event.preventDefault();
  (turns[button.value] ?? (() => stage.show(Number(button.value))))();
});
stage.place.addEventListener("submit", (event) => event.preventDefault());
stage.place.addEventListener("input", ({ target }) => {
  if (target.closest("[data-flag]")) flag(target.checked);
  else if (target.matches("[data-option], [data-entry]") && !target.closest("[data-order]"))
    changed(target.matches("[type=text], textarea") ? 800 : 0);
});
for (const section of stage.sections.values()) ordering(section, changed);
find("[data-retry]").addEventListener("click", () => sender.kick());
const section = () => (stage.reviewing ? null : stage.section);
keys(find("[data-keys]"), say, { section, flag: () => stage.reviewing || flag(), ...turns });

// --- what the server says
const on = (name, deed) => sender.addEventListener(name, ({ detail }) => (deed(detail), drawAll()));
const stop = (why) => (sender.stop(), clock.stop(), paper.lock(), status.banner(why, true));
on("ack", ({ entry, reply }) => (paper.acked(entry, reply), status.speak("spoken-saved", { n: entry.slot })));
on("refused", ({ entry, reply }) => paper.refuse(entry.slot, reply.message));
on("clock", (reply) => reply.remaining_ms === undefined || clock.set(reply.remaining_ms));
on("trouble", () => {}); // drawn anew like after everything else
on("clear", () => status.speak("spoken-back"));
on("over", hand);
on("handed", (reply) => (clock.stop(), location.assign(reply.result_url)));
on("taken", () => stop("taken"));
onlyTab(page.exam, () => stop("tab"));

// --- beginning: what an earlier visit left unsent, and what was chosen before this script had come
const early = altered(stage.section);
const older = paper.recover();
status.banner("older", older.length > 0, older);
for (const place of document.querySelectorAll("[data-with-script]")) place.hidden = false;
sheet.unfold(matchMedia("(min-width: 64rem)"), find("[data-to-sheet]"));
turned();
if (early && !outbox.has(stage.slot)) changed();
sender.kick();
