// Letters as short cuts: A–F choose, N and P turn the page, F flags where there is no choice F.
// Off while typing and when switched off (WCAG 2.1.4).
import { keep, load } from "./exam-kept.js";

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

export function keys(toggle, say, { section, next, previous, flag }) {
  let on = load("exam-keys", true);
  const label = () => (toggle.textContent = say(on ? "keys-off" : "keys-on"));
  toggle.addEventListener("click", () => (keep("exam-keys", (on = !on)), label()));
  label();

  addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.matches?.(TYPING)) return;
    const letter = event.key.toLowerCase();
    const option = section()?.querySelectorAll("[data-option]")["abcdef".indexOf(letter)];
    if (option && !option.disabled) option.click(), option.focus();
    else if (letter === "n") next();
    else if (letter === "p") previous();
    else if (letter === "f") flag();
    else return;
    event.preventDefault();
  });
}
