// Sends an answer without leaving the page and puts the redrawn check and the lesson's foot in place.
// Whatever goes wrong, the form is sent the ordinary way.
import { movable } from "./lesson-steps.js";

export async function answerInPlace(event) {
  const form = event.target;
  event.preventDefault();
  let html;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
    if (!response.ok) throw new Error(String(response.status));
    html = await response.text();
  } catch {
    form.submit();
    return;
  }
  const drawn = new DOMParser().parseFromString(html, "text/html");
  for (const part of drawn.body.querySelectorAll(":scope > [id]")) {
    document.getElementById(part.id)?.replaceWith(part);
    part.querySelectorAll("[data-steps]").forEach(movable);
  }
  tell(form.closest("[id]")?.id);
}

// The check takes the focus, so that its verdict is read out and the keyboard stays where it was.
function tell(id) {
  const check = document.getElementById(id);
  check?.focus({ preventScroll: true });
  check?.querySelector("[role=status], [role=alert]")?.scrollIntoView({ block: "nearest" });
}
