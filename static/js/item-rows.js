// More rows in an item's form (choices, pairs, parts): the last one is copied, emptied and numbered on.
for (const group of document.querySelectorAll("[data-rows]")) {
  const name = group.dataset.rows;
  const total = group.querySelector(`[name="${name}-TOTAL_FORMS"]`);
  const most = Number(group.querySelector(`[name="${name}-MAX_NUM_FORMS"]`).value);
  const add = group.querySelector("[data-add]");
  add.hidden = Number(total.value) >= most;
  add.addEventListener("click", () => {
    const rows = group.querySelectorAll("[data-row]");
    const next = rows.length;
    const row = rows[next - 1].cloneNode(true);
    for (const part of row.querySelectorAll("[name], [id], [for]")) {
      for (const attribute of ["name", "id", "for"]) {
        const value = part.getAttribute(attribute);
        if (value) part.setAttribute(attribute, value.replace(`${name}-${next - 1}-`, `${name}-${next}-`));
      }
      if (part.type === "checkbox") part.checked = false;
      else if ("value" in part && part.tagName !== "SELECT" && part.tagName !== "LABEL") part.value = "";
    }
    const legend = row.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+/, next + 1);
    rows[next - 1].after(row);
    total.value = next + 1;
    add.hidden = next + 1 >= most;
    row.querySelector("textarea, input:not([type=hidden])").focus();
  });
}
