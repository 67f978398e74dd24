// The transcript follows the film, and a line or a chapter that is chosen winds it there. Without a script they are links.

export function follow(player, frame) {
  const lines = [...frame.querySelectorAll("[data-lines] [data-second]")];
  const list = frame.querySelector("[data-lines]");
  let current = lines.find((line) => line.getAttribute("aria-current"));

  player.addEventListener("timeupdate", () => {
    const line = lines.findLast((one) => Number(one.dataset.second) <= player.currentTime + 0.2);
    if (line === current) return;
    current?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    current = line;
    // Only the list itself is moved, never the page under the reader's eyes.
    if (line && !list.contains(document.activeElement)) list.scrollTop = line.offsetTop - list.offsetTop - list.clientHeight / 3;
  });

  frame.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-second]");
    if (!chosen || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    player.currentTime = Number(chosen.dataset.second);
    player.play();
  });
}
