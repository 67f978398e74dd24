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

async function asks() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["[data-state]", "[data-parts]"]) document.querySelector(part)?.replaceChildren(...now.querySelector(part).childNodes);
}

// One question at a time and a rest after it, however often the frame says that something is new: a stranger's page shall
// not flood the site.
const REST = 500;
let asking = false, again = false;
async function refresh() {
  if (asking) { again = true; return; }
  asking = true;
  await asks().catch(() => {});
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

const said = {
  ready: () => clearTimeout(waiting),
  saved: () => { notice("unsaved").hidden = true; refresh(); },
  unsaved: () => { notice("unsaved").hidden = false; },
  refused: () => { notice("refused").hidden = false; },
  closed: () => { notice("closed").hidden = false; },
  "taken-over": overtaken,
  limit: () => closed("limit"),
  "time-up": () => closed("time-up"),
  "time-over": () => { notice("time-over").hidden = false; },
};

const waiting = frame?.dataset.instead ? setTimeout(() => {
  frame.setAttribute("sandbox", frame.dataset.insteadSandbox);
  frame.src = frame.dataset.instead;
}, PATIENCE) : 0;

addEventListener("message", (event) => {
  if (frame && isWithin(event.source) && Object.hasOwn(said, event.data?.haizhun)) said[event.data.haizhun]();
});
