// Sends what a package says to the server, in order and until it is acknowledged. Each save holds all that was not yet
// acknowledged, under a number that only grows, so one that is lost, late or repeated does no harm.
window.packageSender = (told) => {
  const BEAT = 30_000, AGAIN = 3_000, KEEPALIVE = 60_000;
  const kept = { ...told.elements };
  let sequence = told.sequence, busy = false, waiting = false, over = !told.save, statements = [], collect = () => ({}), timer = 0;
  const player = window.haizhunPlayer ?? window.parent;
  const tell = (what) => player.postMessage({ haizhun: what }, "*");

  const changed = (now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => kept[name] !== value));

  async function send(leaving = false) {
    if (over) return;
    if (busy && !leaving) { waiting = true; return; }
    busy = true;
    clearTimeout(timer);
    const elements = changed(collect()), saying = statements.slice(0, 50);
    sequence = Math.max(sequence + 1, Date.now());
    const body = JSON.stringify({ sequence, elements, statements: saying });
    try {
      // Text, so that no browser asks first; without credentials, because there are none.
      const answer = await fetch(told.save, {
        method: "POST", body, headers: { "Content-Type": "text/plain" }, credentials: "omit",
        keepalive: new Blob([body]).size < KEEPALIVE,
      });
      if (answer.status === 409 || answer.status === 404) { over = true; tell(answer.status === 409 ? "taken-over" : "closed"); return; }
      if (answer.status === 410) { over = true; tell("limit"); return; }
      if (answer.status === 422) { tell("refused"); statements = statements.slice(saying.length); return; }
      if (!answer.ok) throw new Error(answer.statusText);
      Object.assign(kept, elements);
      statements = statements.slice(saying.length);
      const { time } = await answer.json();
      tell("saved");
      if (time) tell(`time-${time}`);
    } catch {
      tell("unsaved");
      timer = setTimeout(send, AGAIN);
    } finally {
      busy = false;
      if (waiting) { waiting = false; send(); }
    }
  }

  // A part with a limit of time asks the server as soon as its time is up: the server's clock decides.
  if (told.left >= 0) setTimeout(send, told.left * 1000 + 1000);
  const soon = () => { clearTimeout(timer); timer = setTimeout(send, 800); };
  setInterval(() => { if (!document.hidden) send(); }, BEAT);
  addEventListener("pagehide", () => send(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  tell("ready");
  return {
    send, soon, tell,
    from: (source) => { collect = source; },
    say: (statement) => { statements.push(statement); send(); },
  };
};
