// Moves the bar of a running import; when it is done the page is loaded anew and tells what came of it.
// Without this script one loads the page oneself.
const bar = document.querySelector("[data-import]");

async function look() {
  const answer = await fetch(bar.dataset.import, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer === null) return setTimeout(look, 5000); // no network just now
  if (!answer.ok) return;
  const { done, rows, finished } = await answer.json();
  bar.max = rows;
  bar.value = done;
  if (finished) location.reload();
  else setTimeout(look, 1500);
}

if (bar) setTimeout(look, 800);
