// Sends what a package says to the server, in order and until it is acknowledged. Each save holds all that was not yet
// acknowledged, under a number that only grows, so one that is lost, late or repeated does no harm.
window.packageSender = (told) => {
  const BEAT = 30_000, AGAIN = 3_000, KEEPALIVE = 65_000, SHORT = 4_000, MARK = "haizhun:";
  const kept = { ...told.elements }, begun = { ...kept, ...handed() };
  let sequence = told.sequence, busy = false, waiting = false, over = !told.save, statements = [], collect = () => ({}), timer = 0;
  let leaving = false;
  const player = window.haizhunPlayer ?? window.parent;
  const tell = (what) => player.postMessage({ haizhun: what }, "*");

  const changed = (now) => Object.fromEntries(Object.entries(now).filter(([name, value]) => kept[name] !== value));

  // Without an origin every page of a part has an API of its own, and the next page is made before this one has said its
  // last word: that goes over in the window's name, the one thing that stays while its pages change.
  function handed() {
    if (!window.name.startsWith(MARK)) return {};
    const { save, name, elements } = JSON.parse(window.name.slice(MARK.length));
    window.name = name;
    return save === told.save ? elements : {};
  }
  let handing = false;
  function hand() {
    const { name } = handing ? JSON.parse(window.name.slice(MARK.length)) : window;
    window.name = MARK + JSON.stringify({ save: told.save, name, elements: changed(collect()) });
    if (!handing) setTimeout(() => { handing = false; window.name = name; }, 2000);  // it stayed after all
    handing = true;
  }
  if (window.origin === "null" && told.save) addEventListener("beforeunload", hand);

  const size = (text) => new Blob([text]).size;
  function written(elements, saying) {
    sequence = Math.max(sequence + 1, Date.now());
    return JSON.stringify({ sequence, elements, statements: saying });
  }
  // Text, so that no browser asks first; without credentials, because there are none.
  const post = (body) => fetch(told.save, {
    method: "POST", body, headers: { "Content-Type": "text/plain" }, credentials: "omit", keepalive: size(body) < KEEPALIVE,
  });

  async function send(now = false) {
    if (over) return;
    if (busy && !now) { waiting = true; return; }
    busy = true;
    clearTimeout(timer);
    let elements = changed(collect());
    const saying = statements.slice(0, 50);
    let body = written(elements, saying);
    try {
      // Of what is too much for a page that is going, a browser takes nothing along: the status and the score at least
      // go by themselves, after the whole, which may still arrive.
      if (leaving && size(body) > KEEPALIVE) {
        post(body).catch(() => {});
        elements = Object.fromEntries(Object.entries(elements).filter(([, value]) => value.length < SHORT));
        body = written(elements, saying);
      }
      const answer = await post(body);
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
  const soon = () => { if (handing) hand(); clearTimeout(timer); timer = setTimeout(send, 800); };
  setInterval(() => { if (!document.hidden) send(); }, BEAT);
  addEventListener("pagehide", () => { leaving = true; send(true); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  // The player is about to leave: what a page says while it is closed is waited for.
  let close = () => {};
  addEventListener("message", async ({ data }) => {
    if (data?.haizhun !== "leave") return;
    close();
    await send(true);
    tell("left");
  });
  tell("ready");
  return {
    begun, send, soon, tell,
    closing: (deed) => { close = deed; },
    from: (source) => { collect = source; },
    say: (statement) => { statements.push(statement); send(); },
  };
};
