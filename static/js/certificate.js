// The holder's page: copy the public address, print, and wait for a document that is still being made.
// Without JavaScript the address can be selected by hand, the browser prints, and the page reloads itself.

import "./copy.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const waiting = document.querySelector("[data-wait]");
// A little longer each time: a queue of a thousand must not be asked a thousand times a second.
const ask = async (pause) => {
  try {
    const answer = await fetch(waiting.dataset.wait, { method: "HEAD", cache: "no-store" });
    if (answer.status === 200) return location.reload();
  } catch {
    // Offline for a moment: ask again.
  }
  setTimeout(ask, pause, Math.min(pause * 1.5, 15000));
};
if (waiting) setTimeout(ask, 800, 1500);
