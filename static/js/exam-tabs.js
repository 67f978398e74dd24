// One tab holds the pen: the newest. Two that save over each other would lose answers.
export function onlyTab(exam, lost) {
  const channel = new BroadcastChannel(`exam-${exam}`);
  channel.addEventListener("message", lost);
  channel.postMessage("here");
}
