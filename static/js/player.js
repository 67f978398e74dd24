// The page around a package: it listens to the frame, asks the server where one stands, and falls back to the site's own
// host when the packages' host cannot be reached from here. Nothing the frame says is believed: it only makes us ask.
const frame = document.querySelector("[data-player]");
const notice = (name) => document.querySelector(`[data-notice="${name}"]`);
const PATIENCE = 15_000;

function isWithin(source) {
  for (let view = source, depth = 0; view && depth < 8; view = view.parent, depth += 1) {
    if (view === frame.contentWindow) return true;
    if (view === view.parent) return false;
  }
  return false;
}

// Where one stands in the part that is shown: left to itself the server would tell of the one that comes next.
async function asks() {
  const here = new URL(location.href);
  here.searchParams.delete("after");
  here.searchParams.set("part", frame.dataset.part);
  const answer = await fetch(here, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["[data-state]", "[data-parts]"]) document.querySelector(part)?.replaceChildren(...now.querySelector(part).childNodes);
}

// One question at a time and a rest after it, however often the frame says that something is new: a stranger's page shall
// not flood the site.
const REST = 500;
let asking = false, again = false, wish = "";
async function refresh() {
  if (asking) { again = true; return; }
  asking = true;
  await asks().catch(() => {});
  if (wish) document.querySelector(`[data-beside="${wish}"]`)?.click();
  wish = "";
  setTimeout(() => {
    asking = false;
    if (again) { again = false; refresh(); }
  }, REST);
}

function overtaken() {
  notice("taken-over").hidden = false;
  frame.hidden = true;
}

// The part is taken away; leaving it, its page says a last time what it has to say.
function closed(name) {
  notice(name).hidden = false;
  frame.hidden = true;
  frame.removeAttribute("src");
  refresh();
}

// Where the part that has ended wishes to go: by the page's own link, if the server offers it now, and only after the learner
// has done something here, so that no package turns its pages by itself.
function goes(where) {
  if (navigator.userActivation?.hasBeenActive === false) return;
  wish = where;
  refresh();
}

// A link of this page waits for what the package says while it is being closed: the next page shall know of it, and a window
// that stays takes along more than one that goes.
const GRACE = 3_000;
let left = () => {};
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]:not([target])");
  const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.defaultPrevented;
  if (!frame || frame.hidden || !link || !isPlain || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  const go = () => { location.href = link.href; };
  left = go;
  setTimeout(go, GRACE);
  frame.contentWindow.postMessage({ haizhun: "leave" }, "*");
});

const said = {
  ready: () => clearTimeout(waiting),
  saved: () => { notice("unsaved").hidden = true; refresh(); },
  unsaved: () => { notice("unsaved").hidden = false; },
  refused: () => { notice("refused").hidden = false; },
  closed: () => { notice("closed").hidden = false; },
  "taken-over": overtaken,
  limit: () => closed("limit"),
  "time-up": () => closed("time-up"),
  left: () => left(),
  next: () => goes("next"),
  previous: () => goes("previous"),
  "time-over": () => { notice("time-over").hidden = false; },
};

const waiting = frame?.dataset.instead ? setTimeout(() => {
  frame.setAttribute("sandbox", frame.dataset.insteadSandbox);
  frame.src = frame.dataset.instead;
}, PATIENCE) : 0;

addEventListener("message", (event) => {
  if (frame && isWithin(event.source) && Object.hasOwn(said, event.data?.haizhun)) said[event.data.haizhun]();
});
