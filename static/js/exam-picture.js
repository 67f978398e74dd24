// A picture in a question opens large, in place: a dialog that a key closes, with the same words for a screen reader.
export function pictures(root, dialog) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-picture]");
    if (!link) return;
    event.preventDefault();
    const { src, alt, width, height } = link.querySelector("img");
    Object.assign(dialog.querySelector("img"), { src, alt, width, height });
    dialog.showModal();
  });
}

/** Every picture of the paper, those of questions not shown yet included, so that none is missing offline. */
export function preload(sections) {
  for (const section of sections) for (const image of section.querySelectorAll("img")) new Image().src = image.src;
}
