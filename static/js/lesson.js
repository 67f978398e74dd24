// A lesson for who is enrolled: answers are checked in place, steps are moved by buttons, the contents show where one is.
import { answerInPlace } from "./lesson-check.js";
import { movable } from "./lesson-steps.js";

const rail = document.querySelector("[data-rail]");
const here = rail?.querySelector("[aria-current]");
if (here) rail.scrollTop = here.offsetTop - rail.clientHeight / 2;

document.querySelectorAll("[data-steps]").forEach(movable);
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-check]")) answerInPlace(event);
});
