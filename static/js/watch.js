// The invigilators' screen: asks every ten seconds what has changed and writes it into the cells that stand there.
// The rows never move under a finger; who has newly come is told by a link that reloads.
const PAUSE = 10_000;
const root = document.querySelector("[data-watch]");
const part = (name, within = root) => within.querySelector(`[data-${name}]`);

function show(row, told) {
  for (const cell of row.querySelectorAll("[data-cell]")) {
    const text = told[cell.dataset.cell];
    if (cell.textContent !== text) cell.textContent = text;
  }
  part('cell="state"', row).className = `tag ${told.tone}`;
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(root.dataset.watch, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
    if (!response.ok) throw new Error(response.statusText);
    const { at, rows, counts } = await response.json();
    part("at").textContent = at;
    for (const cell of root.querySelectorAll("[data-count]")) cell.textContent = counts[cell.dataset.count];
    const here = new Map([...root.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
    for (const [number, told] of Object.entries(rows)) if (here.has(number)) show(here.get(number), told);
    part("more").hidden = Object.keys(rows).every((number) => here.has(number));
    part("stale").hidden = true;
  } catch {
    part("stale").hidden = false;
  }
}

setInterval(refresh, PAUSE);
document.addEventListener("visibilitychange", refresh);
