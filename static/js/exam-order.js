// Putting things in order without dragging: choosing a place moves the rest along, and two buttons move one step.
export function ordering(section, changed) {
  const list = section.querySelector("[data-order]");
  if (!list) return;
  const rows = () => [...list.children];
  const place = (row) => row.querySelector("select");

  function move(row, to) {
    const others = rows().filter((r) => r !== row);
    others.splice(to, 0, row);
    list.append(...others);
    rows().forEach((r, index) => (place(r).value = index + 1));
    changed();
  }

  list.addEventListener("change", (event) => {
    event.stopPropagation();
    const row = event.target.closest("li");
    if (event.target.value === "") rows().forEach((r) => (place(r).value = "")), changed();
    else move(row, Number(event.target.value) - 1), event.target.focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const row = button.closest("li");
    const to = rows().indexOf(row) + Number(button.dataset.step);
    if (to >= 0 && to < list.children.length) move(row, to), button.focus();
  });
  for (const button of list.querySelectorAll("[data-step]")) button.hidden = false;
}

/** Let the rows stand in the order their places say (after a stored answer was shown). */
export function arrange(section) {
  const list = section.querySelector("[data-order]");
  if (!list) return;
  const key = (row) => Number(row.querySelector("select").value) || 99;
  list.append(...[...list.children].sort((a, b) => key(a) - key(b)));
}
