// Signing in again beside the exam: a dialog on this very page, so nothing that was typed goes away. The site's own
// sign-in answers; whoever signs in another way (a code by mail) does so in a new tab.
export function login(dialog, { csrf, done }) {
  const form = dialog.querySelector("form");
  const fault = dialog.querySelector("[data-error]");
  const say = (text) => ((fault.hidden = text === ""), (fault.querySelector("span").textContent = text));
  const close = () => (form.reset(), say(""), dialog.close());
  dialog.querySelector("[data-close]").addEventListener("click", close);
  document.querySelector("[data-login-open]").addEventListener("click", () => dialog.showModal());

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reply = await enter(form, csrf());
    say(reply.fault ?? "");
    if (reply.fault !== undefined) return;
    close();
    done();
  });
  return close;
}

async function enter(form, token) {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": token };
  try {
    const response = await fetch(form.action, { method: "POST", headers, body: new URLSearchParams(new FormData(form)) });
    if (response.ok) return {};
    const { form: said } = await response.json();
    const faults = [...said.errors, ...Object.values(said.fields).flatMap((field) => field.errors)];
    return { fault: faults[0] ?? form.dataset.failed };
  } catch {
    return { fault: form.dataset.failed };
  }
}
