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
  api.loadFromFlattenedJSON(told.elements);
  const sender = window.packageSender(told);
  const said = (name) => (is12 ? `LMS${name}` : name);

  sender.from(() => Object.fromEntries(
    Object.entries(api.getFlattenedCMI()).filter(([, value]) => typeof value === "string" && value !== ""),
  ));
  api.on(said("SetValue.cmi.*"), sender.soon);
  api.on(said("Commit"), () => sender.send());
  api.on(is12 ? "LMSFinish" : "Terminate", () => sender.send(true));
  // A page of several asks the API that the page before it opened: here it is open as soon as it is asked for anything.
  const begin = said("Initialize");
  for (const name of ["GetValue", "SetValue", "Commit"].map(said)) {
    const own = api[name];
    api[name] = (...asked) => { if (api.isNotInitialized()) api[begin](""); return own.apply(api, asked); };
  }
  // Many pages declare a variable of that name for what they will find: it must not hide what is to be found.
  Object.defineProperty(window, is12 ? "API" : "API_1484_11", { get: () => api, set: () => {}, configurable: true });
  show();
})();
