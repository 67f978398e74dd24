// The API a SCORM package looks for: scorm-again keeps its data and its rules; here they are filled in, watched and sent.
// mastery_override is off: what passes is decided by the server, which knows the manifest.
(() => {
  const told = JSON.parse(document.currentScript.dataset.setup);
  const frame = document.getElementById("content");
  const show = () => { if (frame?.dataset.launch) frame.src = frame.dataset.launch; };
  if (!told.reports) {
    // A page that has no API to speak with: that it was opened is all there is to tell.
    const sender = window.packageSender(told);
    sender.from(() => ({ opened: "1" }));
    sender.send();
    show();
    return;
  }
  const is12 = told.kind === "scorm12";
  const api = new (is12 ? window.Scorm12API : window.Scorm2004API)({
    autocommit: false, lmsCommitUrl: false, logLevel: 5, mastery_override: false, autoProgress: false,
  });
  const NAME = "utf8:";
  const escaped = (name) => (/^[\x20-\x7e]*$/.test(name) ? name : NAME + encodeURIComponent(name));
  const unescaped = (name) => (String(name).startsWith(NAME) ? decodeURIComponent(name.slice(NAME.length)) : name);
  const sender = window.packageSender(told);
  api.loadFromFlattenedJSON(sender.begun);
  const said = (name) => (is12 ? `LMS${name}` : name);

  sender.from(() => Object.fromEntries(
    Object.entries(api.getFlattenedCMI()).filter(([, value]) => typeof value === "string" && value !== ""),
  ));
  sender.closing(() => frame?.remove());
  api.on(said("SetValue.cmi.*"), sender.soon);
  api.on(said("Commit"), () => sender.send());
  // A part may end with a wish for the next one: the player shows the way, and the server whether it is open.
  let wish = "";
  api.on(is12 ? "LMSFinish" : "Terminate", async () => {
    const way = wish;
    await sender.send(true);
    if (way) sender.tell(way);
  });
  // A page of several asks the API that the page before it opened: here it is open as soon as it is asked for anything.
  // Nor does a page turned within a part find it closed because the one before it said that it was leaving.
  const begin = said("Initialize"), initialize = api[begin];
  let asking = null;
  api[begin] = (...asked) => {
    const page = frame?.contentDocument ?? null;
    if (api.isTerminated() || page !== asking) api.currentState = 0;
    asking = page;
    return initialize.apply(api, asked);
  };
  for (const name of ["GetValue", "SetValue", "Commit"].map(said)) {
    const own = api[name];
    api[name] = (...asked) => {
      if (api.isNotInitialized() || (api.isTerminated() && asking !== (frame?.contentDocument ?? null))) api[begin]("");
      return own.apply(api, asked);
    };
  }
  // Names of questions and aims are to be ASCII; those in Chinese are kept escaped, and told as they were given.
  const get = api[said("GetValue")], set = api[said("SetValue")];
  const isName = (element) => /\.\d+\.id$/.test(element);
  api[said("SetValue")] = (element, value) => {
    if (element === "adl.nav.request") wish = { continue: "next", previous: "previous" }[value] ?? "";
    return set(element, isName(element) ? escaped(value) : value);
  };
  api[said("GetValue")] = (element) => (isName(element) ? unescaped(get(element)) : get(element));
  // Many pages declare a variable of that name for what they will find: it must not hide what is to be found.
  Object.defineProperty(window, is12 ? "API" : "API_1484_11", { get: () => api, set: () => {}, configurable: true });
  show();
})();
