// A button beside each password that shows what is typed. Without JavaScript there is no button.
for (const form of document.querySelectorAll("form[data-reveal]")) {
  for (const input of form.querySelectorAll("input[type=password]")) {
    const row = document.createElement("div");
    row.className = "inline";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = form.dataset.reveal;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
    // What was shown is hidden again before it is sent, so that no browser remembers it as plain text.
    form.addEventListener("submit", () => (input.type = "password"));
    input.replaceWith(row);
    row.append(input, button);
  }
}
