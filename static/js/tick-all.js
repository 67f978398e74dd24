// One box chooses or frees every row of the list on this page, and the number chosen stands beside it.
// Without scripts neither is there, and each row has its own box as always.
for (const all of document.querySelectorAll("[data-tick]")) {
  const box = all.querySelector("input");
  const told = box.form.querySelector("[data-ticked]");
  const rows = [...box.form.querySelectorAll(`input[type=checkbox][name=${all.dataset.tick}]`)];
  const count = () => {
    const chosen = rows.filter((row) => row.checked).length;
    box.checked = chosen === rows.length;
    box.indeterminate = chosen > 0 && chosen < rows.length;
    told.textContent = told.dataset.ticked.replace("#", chosen);
  };
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
    count();
  });
  for (const row of rows) row.addEventListener("change", count);
  // A browser that comes back to the page keeps what was ticked.
  addEventListener("pageshow", count);
  all.hidden = told.hidden = false;
  count();
}
