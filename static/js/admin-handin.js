// The editor of a page saves by itself half a second after the last stroke. Whoever presses a button in that half second would
// send the page twice at once, and the second time is told that its address is taken. So the button waits for the saving to end.
// Where no end of it is told within ten seconds (a line that hangs), the button waits no longer.
const SAVES_ITSELF = "[data-controller~='w-autosave']";
const PATIENCE = 10_000;
let saving = false;
let waiting = null;
let sent = false;

function handIn() {
  const { form, button } = waiting;
  waiting = null;
  // The button shows that it works and is disabled meanwhile; the name of a disabled button would not be sent.
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.requestSubmit();
}

document.addEventListener("w-autosave:save", (event) => {
  if (waiting || sent) event.preventDefault();
  else saving = true;
});

for (const end of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(end, () => {
    saving = false;
    if (waiting) handIn();
  });
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(SAVES_ITSELF) || event.defaultPrevented) return;
  if (saving) {
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { form: event.target, button: event.submitter };
    setTimeout(() => {
      saving = false;
      if (waiting) handIn();
    }, PATIENCE);
  }
}, true);

document.addEventListener("submit", (event) => {
  if (event.target.matches(SAVES_ITSELF) && !event.defaultPrevented) sent = true;
});
