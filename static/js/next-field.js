// Enter goes on to the next field instead of sending the form; from the last one it goes to the button.
for (const form of document.querySelectorAll("form:has([data-next])")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-next]")) return;
    event.preventDefault();
    const places = [...form.querySelectorAll("[data-next], textarea, [type=checkbox], button")];
    const next = places[places.indexOf(event.target) + 1];
    next.focus();
    if (next.matches("[data-next]")) next.select();
  });
}
