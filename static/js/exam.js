// The exam page with JavaScript: one page that never navigates away, saves each answer at once and loses none.
import { altered } from "./exam-answers.js";
import { Clock } from "./exam-clock.js";
import { Flags } from "./exam-flags.js";
import { handIn } from "./exam-handin.js";
import { keys } from "./exam-keys.js";
import { languages } from "./exam-language.js";
import { login } from "./exam-login.js";
import { ordering } from "./exam-order.js";
import { Outbox } from "./exam-outbox.js";
import { Paper } from "./exam-paper.js";
import { pictures, preload } from "./exam-picture.js";
import { rescue } from "./exam-rescue.js";
import { Review } from "./exam-review.js";
import { Sender } from "./exam-sender.js";
import { Sheet } from "./exam-sheet.js";
import { signals } from "./exam-signals.js";
import { Stage } from "./exam-stage.js";
import { Status } from "./exam-status.js";
import { onlyTab } from "./exam-tabs.js";
import { View } from "./exam-view.js";
import { words } from "./exam-words.js";

const find = (selector) => document.querySelector(selector);
const page = find("[data-exam]").dataset;
const epoch = Number(page.epoch);
const say = words(find("[data-words]"));
const csrf = () => document.cookie.match(`(?:^|; )${page.csrfCookie}=([^;]+)`)?.[1] ?? find("[name=csrfmiddlewaretoken]").value;

const outbox = await Outbox.open(page.exam);
const sender = new Sender(outbox, { url: page.responses, epoch, csrf });
const status = new Status(document, say);
const sheet = new Sheet(document, say);
const stage = new Stage(document, () => view.turned());
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
const sealed = rescue(find("[data-rescue]"), { exam: page.exam, epoch, answers: () => paper.answers() });
const view = new View({ say, sender, outbox, paper, flags, status, sheet, stage, review, rescue: sealed });

function changed(delay = 0) {
  if (paper.locked) return;
  paper.change(stage.slot);
  view.draw(stage.slot);
  view.tell();
  sender.kick(delay);
}

function flag(on = !flags.has(stage.slot)) {
  flags.set(stage.slot, on);
  view.draw(stage.slot);
}

const speakIn = languages({ slot: () => stage.slot, rest: () => sender.rest(), failed: () => status.banner("language", true) });
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
  if (button.dataset.address) speakIn(button);
  else (turns[button.value] ?? (() => stage.show(Number(button.value))))();
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
pictures(stage.place, find("[data-enlarged]"));
const signedIn = login(find("[data-login]"), { csrf, done: () => sender.kick() });

// --- what the server says
const on = (name, deed) => sender.addEventListener(name, ({ detail }) => (deed(detail), view.all()));
const stop = (why) => (sender.stop(), clock.stop(), paper.lock(), status.banner(why, true));
on("ack", ({ entry, reply }) => (paper.acked(entry, reply), status.speak("spoken-saved", { n: entry.slot })));
on("refused", ({ entry, reply }) => paper.refuse(entry.slot, reply.message));
on("clock", (reply) => reply.remaining_ms === undefined || clock.set(reply.remaining_ms));
on("trouble", () => {}); // drawn anew like after everything else
on("clear", () => (signedIn(), status.banner("language", false), status.speak("spoken-back")));
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
view.turned();
if (early && !outbox.has(stage.slot)) changed();
preload(stage.sections.values());
signals({ url: page.signals, epoch, csrf, slot: () => stage.slot });
sender.kick();
