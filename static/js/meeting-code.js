// The code on the screen: fetched anew when it turns, so that a projector does not flicker. Without a script the page reloads.
const place = document.querySelector("[data-scan]");

async function turn() {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    place.innerHTML = await answer.text();
  } catch {
    // No line, or signed out: the page says which when it is loaded again.
    setTimeout(() => location.reload(), 5000);
    return;
  }
  wait();
}

function wait() {
  const seconds = Number(place.querySelector("[data-seconds]")?.dataset.seconds ?? 20);
  setTimeout(turn, seconds * 1000 + 200);
}

if (place) wait();
