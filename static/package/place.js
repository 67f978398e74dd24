// What a stranger's page finds around itself. Beyond its own windows everything is closed to it, and asking there is an error
// that stops many pages: they are given a parent that is open and, where they have no origin, holds the API they look for.
(() => {
  // A page that names a wider domain as its own would be parted from our frame, or be stopped by an error.
  Object.defineProperty(document, "domain", { configurable: true, get: () => location.hostname, set: () => {} });
  // No service worker is handed out; in a sandbox even asking for one is an error.
  delete Navigator.prototype.serviceWorker;

  const isClosed = (view) => { try { return !view.document; } catch { return true; } };
  const outside = window.parent;
  if (window.origin === "null") {
    window.haizhunPlayer = { postMessage: (told) => window.top.postMessage(told, "*") };
  } else if (outside !== window && isClosed(outside)) {
    window.haizhunPlayer = { postMessage: (told) => outside.postMessage(told, "*") };
  }

  // A link that would lead out of all frames leads the outermost one of the package's own: beyond it is the player.
  const [folder] = /^.*?\/package\/[^/]+\/[^/]+\//.exec(location.href) ?? ["none"];
  const outermost = () => {
    let view = window;
    while (!isClosed(outside) && view.parent !== view && !isClosed(view.parent) && !view.parent.haizhunPlayer) view = view.parent;
    return view;
  };
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href][target], area[href][target]");
    const target = link?.target.toLowerCase(), main = outermost();
    const leadsOut = target === "_top" || (target === "_parent" && main === window);
    if (!leadsOut || event.defaultPrevented || !link.href.startsWith(folder)) return;
    event.preventDefault();
    main.location.href = link.href;
  });

  if (outside === window || !isClosed(outside)) return;

  // Whoever climbs up ends here: as at the top, a window is its own parent. One who waits for the true top to come, which
  // never does, is stopped by an error rather than going round for ever.
  let climbed = 0;
  const stand = { postMessage: (...told) => outside.postMessage(...told), location: window.location, document };
  if (window.origin === "null") {
    for (const name of ["API", "API_1484_11"]) Object.defineProperty(stand, name, { get: () => window[name] });
  }
  stand.window = stand.self = stand.top = stand;
  Object.defineProperty(stand, "parent", {
    get() {
      if (!climbed) setTimeout(() => { climbed = 0; });
      climbed += 1;
      if (climbed > 1000) throw new DOMException("There is no window beyond this one.", "SecurityError");
      return stand;
    },
  });
  Object.defineProperty(window, "parent", { value: stand, configurable: true });
})();
