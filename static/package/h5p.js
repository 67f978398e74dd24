// Plays an H5P content and keeps its state at every event, not after some seconds: who leaves at once loses nothing.
(async () => {
  const told = JSON.parse(document.currentScript.dataset.setup);
  const sender = window.packageSender({ ...told, elements: { "h5p.state": told.state } });
  const id = "content";
  await new window.H5PStandalone.H5P(document.getElementById("content"), {
    id, h5pJsonPath: told.content, frameJs: told.frameJs, frameCss: told.frameCss, embedType: "div", saveFreq: 86_400,
    reportingIsEnabled: false, copyright: true, frame: true, fullScreen: true, icon: false,
    contentUserData: told.state ? [{ state: told.state }] : [],
  });

  const known = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  const states = () => window.H5P.instances.map((one) => one.getCurrentState?.());
  sender.from(() => {
    const [state] = states();
    return state === undefined ? {} : { "h5p.state": JSON.stringify(state) };
  });
  window.H5P.externalDispatcher.on("xAPI", ({ data }) => {
    // The event comes before the content has noted what it tells of: its state is read once that is done.
    setTimeout(() => sender.say({ ...data.statement, id: known() }));
  });
  document.addEventListener("input", sender.soon);
  document.addEventListener("click", sender.soon);
})();
