// Strangers' pages are often refused storage and cookies, and asking for them is an error that stops many of them: they get
// some that last as long as the page.
(() => {
  const memory = () => {
    const kept = new Map();
    const methods = {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (place) => [...kept.keys()][place] ?? null,
    };
    // What is kept can be asked for as a property too, as it can of the browser's own.
    return new Proxy(methods, {
      get: (_, key) => (key === "length" ? kept.size : methods[key] ?? kept.get(String(key))),
      set: (_, key, value) => { kept.set(String(key), String(value)); return true; },
      has: (_, key) => key in methods || kept.has(String(key)),
      deleteProperty: (_, key) => { kept.delete(String(key)); return true; },
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: (_, key) => (
        kept.has(String(key)) ? { value: kept.get(String(key)), enumerable: true, configurable: true, writable: true } : undefined
      ),
    });
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("");
    } catch {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  }
  const isCookieKept = () => {
    try {
      document.cookie = "haizhun=1";
      const is = document.cookie.includes("haizhun=1");
      document.cookie = "haizhun=; max-age=0";
      return is;
    } catch {
      return false;
    }
  };
  if (!isCookieKept()) {
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
  // A data base is refused as well; pages that ask whether there is one make do without.
  if (window.origin === "null") {
    for (const name of ["indexedDB", "caches"]) Object.defineProperty(window, name, { value: undefined, configurable: true });
  }
})();
