// A certificate's PDF, dropped or chosen: its SHA-256 is worked out here and compared with the register's.
// Only a file that the register does not keep is sent, to be checked by its signature. Without JavaScript the form sends it.

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const told = form.querySelector("[role=status]");
const zone = form.querySelector(".drop__zone");

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Whether the page of this digest has the answer already; a limit that is reached is told there too.
const isAnswered = async (file) => {
  if (!crypto.subtle) return "";
  const digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const address = form.dataset.drop.replace("DIGEST", digest);
  const answer = await fetch(address, { method: "HEAD", cache: "no-store" });
  return answer.ok || answer.status === 429 ? address : "";
};

form.addEventListener("submit", async (event) => {
  const file = input.files[0];
  if (!file) return;
  event.preventDefault();
  if (file.size > Number(form.dataset.largest)) return (told.textContent = told.dataset.large);
  told.textContent = told.dataset.comparing;
  const address = await isAnswered(file).catch(() => "");
  if (address) return location.assign(address);
  told.textContent = told.dataset.sending;
  form.submit();
});

form.querySelector(".drop__words").hidden = false;
for (const name of ["dragover", "dragleave", "drop"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", name === "dragover");
  });
}
zone.addEventListener("drop", (event) => {
  if (event.dataTransfer.files.length === 0) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
// Back from the answer: the words of the last file must not stand beside an empty form.
addEventListener("pageshow", () => (told.textContent = ""));
