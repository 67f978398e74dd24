// The sample beside a template's form follows what is typed and chosen. Nothing is saved by it; without JavaScript a button
// shows the draft as it was last saved.
const part = document.querySelector("[data-sample]");
const sheet = part.querySelector("[data-sample-sheet]");
const fault = part.querySelector("[data-sample-fault]");
const pdf = part.querySelector("[data-sample-pdf]");
const choice = part.querySelector(".template-choice");
const form = document.querySelector("[data-sample-form]");
let asked = 0;
let timer;

const chosen = () => new URLSearchParams(new FormData(choice));

function request() {
  if (!form) return fetch(`${part.dataset.sample}?${chosen()}`);
  const body = new FormData(form);
  for (const [name, value] of chosen()) body.set(name, value);
  return fetch(part.dataset.sample, { method: "POST", body });
}

async function show() {
  const turn = ++asked;
  sheet.setAttribute("aria-busy", "true");
  try {
    const answer = await request();
    const text = await answer.text();
    if (turn !== asked) return; // a later one is on its way
    fault.hidden = answer.ok;
    if (answer.ok) sheet.replaceChildren(document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true));
    else fault.textContent = answer.status === 422 ? text : answer.statusText;
  } catch {
    // Offline for a moment: the picture before stays.
  }
  sheet.removeAttribute("aria-busy");
}

function soon(pause) {
  clearTimeout(timer);
  timer = setTimeout(show, pause);
}

choice.querySelector("button").hidden = true;
choice.addEventListener("change", () => {
  pdf.href = `${part.dataset.sample}?as=pdf&${chosen()}`;
  soon(0);
});
choice.addEventListener("submit", (event) => event.preventDefault());
form?.addEventListener("input", () => soon(700));
