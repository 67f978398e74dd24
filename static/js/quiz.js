// Keeps the answers of a quiz while they are given. Without a script, or without a network, the two buttons do it.
const form = document.querySelector("[data-quiz]");
const kept = form.querySelector("[data-kept]");
const words = (name) => form.querySelector(`[data-words-${name}]`).content.textContent;
let waiting;
let chain = Promise.resolve();

async function keep() {
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
    if (response.status === 409) return location.replace(form.action); // handed in elsewhere; a reload might send a form again
    if (!response.ok) throw new Error(String(response.status));
    const told = await response.json();
    form.elements.seen.value = told.seen;
    for (const fault of form.querySelectorAll("[data-fault]")) {
      const said = told.faults[fault.dataset.fault] ?? "";
      fault.hidden = !said;
      fault.querySelector("span").textContent = said;
    }
    kept.textContent = Object.keys(told.faults).length ? "" : words("kept");
  } catch {
    kept.textContent = words("away");
  }
}

// One at a time, so that an older form never arrives after a newer one.
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => (chain = chain.then(keep)), 600);
});
form.addEventListener("submit", () => clearTimeout(waiting));
