// After handing in: nothing of the exam stays on this device. What never reached the server is sent once more first; it
// is kept as late, and counts only if a person decides so.
import { keep } from "./exam-kept.js";
import { Outbox } from "./exam-outbox.js";

const { examDone: exam, submission } = document.querySelector("[data-exam-done]").dataset;
const outbox = await Outbox.open(exam);
keep(`exam-flags:${exam}`, null);

if (outbox.size) {
  const token = document.querySelector("[data-exam-done] [name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  const body = JSON.stringify({ pending: outbox.entries(), epoch: 1 });
  const reply = await fetch(submission, { method: "POST", headers, body });
  if (reply.ok) outbox.wipe();
}
