// A part of an office page that changes by itself is fetched again every few seconds, as long as it says so.
// Nothing that somebody is filling in lies inside it; without JavaScript the page is loaded anew by hand.
async function again(part) {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-again]");
    if (answer.ok && fresh && !part.contains(document.activeElement)) {
      part.replaceWith(fresh);
      part = fresh;
    }
  } catch {
    // Offline for a moment: ask again.
  }
  wait(part);
}

function wait(part) {
  const seconds = Number(part.dataset.again);
  if (seconds) setTimeout(again, seconds * 1000, part);
}

for (const part of document.querySelectorAll("[data-again]")) wait(part);
