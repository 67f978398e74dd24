// Strangers' pages are often refused storage and cookies, and asking for them is an error that stops many of them: they get
// some that last as long as the page. A page without an origin finds its parents closed too: it is given a parent that
// holds the API it looks for there.
(() => {
  const memory = () => {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (place) => [...kept.keys()][place] ?? null,
      get length() { return kept.size; },
    };
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("");
    } catch {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  }
  try {
    void document.cookie;
  } catch {
    const cookies = new Map();
    Object.defineProperty(document, "cookie", {
      configurable: true,
      get: () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      set: (line) => {
        const [pair] = String(line).split(";");
        const place = pair.indexOf("=");
        cookies.set(pair.slice(0, place).trim(), pair.slice(place + 1).trim());
      },
    });
  }
  if (window.origin !== "null") return;
  const player = window.parent;
  window.haizhunPlayer = { postMessage: (told) => window.top.postMessage(told, "*") };
  const stand = { postMessage: (...told) => player.postMessage(...told), location: window.location };
  for (const name of ["API", "API_1484_11"]) Object.defineProperty(stand, name, { get: () => window[name] });
  stand.parent = stand.window = stand.self = stand.top = stand;
  Object.defineProperty(window, "parent", { value: stand, configurable: true });
})();
