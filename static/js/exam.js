// The exam page with JavaScript: one page that never navigates away, saves each answer at once and loses none.
import { Clock } from "./exam-clock.js";
import { handIn } from "./exam-handin.js";
import { keys } from "./exam-keys.js";
import { ordering } from "./exam-order.js";
import { keep, load, Outbox } from "./exam-outbox.js";
import { Paper } from "./exam-paper.js";
import { Review } from "./exam-review.js";
import { Sender } from "./exam-sender.js";
import { Sheet } from "./exam-sheet.js";
import { Stage } from "./exam-stage.js";
import { Status } from "./exam-status.js";
import { onlyTab } from "./exam-tabs.js";
import { words } from "./exam-words.js";

const find = (selector) => document.querySelector(selector);
const sheetFold = find("[data-sheet]");
const page = find("[data-exam]").dataset;
const say = words(find("[data-words]"));
const flags = new Set(load(`exam-flags:${page.exam}`, []));
const outbox = new Outbox(page.exam);
const token = () => document.cookie.match(`(?:^|; )${page.csrfCookie}=([^;]+)`)?.[1] ?? find("[name=csrfmiddlewaretoken]").value;
const sender = new Sender(outbox, { url: page.responses, epoch: Number(page.epoch), csrf: token });
const status = new Status(document, say);
const sheet = new Sheet(document, say);
const stage = new Stage(document, turned);
const paper = new Paper(stage.sections, outbox);
const hand = handIn({ sender, status, paper, url: page.submission });
const review = new Review(stage.review, { say, stage, paper, flags, clock: () => clock, hand });
const clock = new Clock(find("[data-timer]"), {
  left: Number(page.remaining),
  announce: (minutes) => (status.speak("minutes", { n: minutes }), minutes <= 5 && hideTimer(false)),
  nearly: () => sender.kick(),
  end: () => (paper.lock(), status.banner("timeup", true), hand()),
});

function draw(slot) {
  const local = paper.owed(slot) && (sender.trouble !== "" || paper.get(slot).refused !== "");
  sheet.draw(slot, { done: paper.answered(slot), local, flag: flags.has(slot) });
}

function tell() {
  const { saved, refused } = paper.get(stage.slot);
  const owed = outbox.entries().map((entry) => entry.slot);
  if (sender.trouble) status.show(owed.length ? sender.trouble : `${sender.trouble}-all`, { n: owed.length }, true);
  else if (outbox.has(stage.slot)) status.show("saving");
  else if (refused) status.show("refused");
  else status.show(saved ? "saved" : "open", { time: saved });
  for (const trouble of ["offline", "signedout"]) status.banner(trouble, sender.trouble === trouble, owed);
  sheet.total(paper.slots((slot) => paper.answered(slot)).length);
}

function drawAll() {
  sheet.slots.forEach(draw);
  tell();
}

function turned() {
  if (stage.reviewing) review.fill();
  find("[data-dock]").hidden = stage.reviewing;
  find("[data-previous]").disabled = stage.slot === 1;
  find("[data-where]").textContent = stage.reviewing ? "" : say("where", { n: stage.slot, total: sheet.slots.length });
  document.title = say(stage.reviewing ? "title-review" : "title", { n: stage.slot });
  sheet.mark(stage.reviewing ? 0 : stage.slot);
  drawAll();
}

function changed(delay) {
  paper.change(stage.slot);
  draw(stage.slot);
  tell();
  sender.kick(delay);
}

function flag(slot, on = !flags.has(slot)) {
  flags[on ? "add" : "delete"](slot);
  keep(`exam-flags:${page.exam}`, flags.size ? [...flags] : null);
  stage.sections.get(slot).querySelector("[data-flag] input").checked = on;
  draw(slot);
}

function hideTimer(hidden = !find("[data-clock]").classList.contains("is-hidden")) {
  const button = find("[data-hide-timer]");
  find("[data-clock]").classList.toggle("is-hidden", hidden);
  button.textContent = say(hidden ? "timer-show" : "timer-hide");
}

const turns = {
  next: () => stage.show(stage.slot + 1),
  previous: () => stage.show(stage.slot - 1),
  review: () => stage.check(),
  stay: () => sender.kick(),
  clear: () => (paper.clear(stage.slot), changed(0)),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[name=go]");
  if (!button) return;
  event.preventDefault();
  (turns[button.value] ?? (() => stage.show(Number(button.value))))();
});
stage.place.addEventListener("submit", (event) => event.preventDefault());
stage.place.addEventListener("input", ({ target }) => {
  if (target.closest("[data-flag]")) flag(stage.slot, target.checked);
  else if (target.matches("[data-option], [data-entry]") && !target.closest("[data-order]"))
    changed(target.matches("[type=text], textarea") ? 800 : 0);
});
find("[data-hide-timer]").addEventListener("click", () => hideTimer());
find("[data-to-sheet]").addEventListener("click", () => (sheetFold.open = true));
find("[data-retry]").addEventListener("click", () => sender.kick());

const on = (name, deed) => sender.addEventListener(name, ({ detail }) => (deed(detail), drawAll()));
on("ack", ({ entry, reply }) => (paper.acked(entry, reply), status.speak("spoken-saved", { n: entry.slot })));
on("refused", ({ entry, reply }) => paper.refuse(entry.slot, reply.message));
on("clock", (reply) => reply.remaining_ms === undefined || clock.set(reply.remaining_ms));
on("clear", () => status.speak("spoken-back"));
on("trouble", () => {});
on("over", () => hand());
on("handed", (reply) => (clock.stop(), location.assign(reply.result_url)));
for (const lost of ["taken", "tab"]) {
  const stop = () => (sender.stop(), clock.stop(), paper.lock(), status.banner(lost, true));
  if (lost === "tab") onlyTab(page.exam, stop);
  else on(lost, stop);
}

for (const [slot, section] of stage.sections) {
  ordering(section, () => changed(0));
  section.querySelector("[data-flag]").hidden = false;
  section.querySelector("[data-flag] input").checked = flags.has(slot);
}
for (const hidden of document.querySelectorAll("[data-with-script]")) hidden.hidden = false;
keys(find("[data-keys]"), say, { section: () => (stage.reviewing ? null : stage.section), flag: () => stage.reviewing || flag(stage.slot), ...turns });
const older = paper.recover();
status.banner("older", older.length > 0, older);
const wide = matchMedia("(min-width: 64rem)");
const fold = () => (sheetFold.open = wide.matches);
wide.addEventListener("change", fold);
fold();
turned();
sender.kick();
