// Steps to put in order: buttons move a step up or down, and the lists of places follow.

export function movable(list) {
  for (const step of list.children) step.querySelector("[data-move]").hidden = false;
  const placed = [...list.children].every((step) => step.querySelector("select").value);
  if (placed) sort(list);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-by]");
    if (button) move(list, button);
  });
  list.addEventListener("change", () => {
    const places = new Set([...list.children].map((step) => step.querySelector("select").value));
    if (places.size === list.children.length && !places.has("")) sort(list);
  });
}

function move(list, button) {
  const step = button.closest("li");
  const by = Number(button.dataset.by);
  const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
  if (other) by < 0 ? other.before(step) : other.after(step);
  number(list);
  button.focus();
}

function number(list) {
  for (const [index, step] of [...list.children].entries()) step.querySelector("select").value = String(index + 1);
}

function sort(list) {
  const place = (step) => Number(step.querySelector("select").value);
  list.append(...[...list.children].sort((a, b) => place(a) - place(b)));
}
