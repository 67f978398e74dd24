// What the rules ask to be written down: leaving the page, leaving full screen, pasting, copying. What was pasted or copied
// is not recorded, only how long it was. Nothing of this changes a mark, and sending it never holds up an answer.
const PAUSE = 10_000;
const BATCH = 50;
const MOST = 200;

export function signals({ url, epoch, csrf, slot }) {
  let waiting = [];
  let timer;

  function note(kind, more = {}) {
    if (waiting.length < MOST) waiting.push({ kind, at: new Date().toISOString(), slot: slot(), ...more });
    timer ??= setTimeout(send, PAUSE);
  }

  async function send() {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting.slice(0, BATCH);
    if (batch.length === 0) return;
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf() };
    const body = JSON.stringify({ epoch, signals: batch });
    const reply = await fetch(url, { method: "POST", headers, body, keepalive: true }).catch(() => null);
    if (reply?.ok || reply?.status === 409 || reply?.status === 422) waiting = waiting.slice(batch.length);
    if (waiting.length) timer ??= setTimeout(send, 3 * PAUSE);
  }

  watch(note, send);
  note("opened");
}

function watch(note, send) {
  let left;
  const away = (kind) => {
    if (left === undefined) note(kind);
    left ??= performance.now();
  };
  const back = () => {
    if (left !== undefined) note("back", { seconds: Math.round((performance.now() - left) / 1000) });
    left = undefined;
  };
  const length = (event) => (event.clipboardData?.getData("text") ?? "").length;
  document.addEventListener("visibilitychange", () => (document.hidden ? (away("hidden"), send()) : back()));
  addEventListener("blur", () => document.activeElement?.tagName === "IFRAME" || away("blur"));
  addEventListener("focus", back);
  addEventListener("online", () => note("online"));
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || note("fullscreen_left"));
  document.addEventListener("paste", (event) => event.target.matches?.("[data-entry]") && note("paste", { length: length(event) }));
  document.addEventListener("copy", () => note("copy", { length: getSelection().toString().length }));
}
