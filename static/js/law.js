// The regulation's page: where I am in the contents, a citation to take along, printing. All of it is extra:
// anchors, contents and the browser's own printing work without it.
const law = document.querySelector("[data-law]");
const status = document.querySelector("[data-law-status]");
const links = new Map();
for (const link of document.querySelectorAll(".toc a")) {
  const id = link.hash.slice(1);
  links.set(id, [...(links.get(id) ?? []), link]);
}

function mark(id) {
  for (const link of document.querySelectorAll(".toc a[aria-current]")) link.removeAttribute("aria-current");
  for (const link of links.get(id) ?? []) {
    link.setAttribute("aria-current", "true");
    const list = link.closest(".sticky");
    if (list) list.scrollTop += link.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 2;
  }
}

// The article being read is the last one whose head has passed the upper third of the window.
const articles = [...law.querySelectorAll(".art")];
let waiting = false;
function look() {
  waiting = false;
  const line = innerHeight / 3;
  const read = articles.findLast((article) => article.getBoundingClientRect().top <= line) ?? articles[0];
  mark(read.id);
}
addEventListener("scroll", () => {
  if (!waiting) requestAnimationFrame(look);
  waiting = true;
}, { passive: true });
look();

// "#" copies the citation with its address besides going there.
law.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-cite]");
  if (!link || !navigator.clipboard) return;
  await navigator.clipboard.writeText(`《${law.dataset.law}》${link.dataset.cite} ${link.href}`);
  link.dataset.copied = law.dataset.copied;
  status.textContent = law.dataset.copied;
  setTimeout(() => {
    delete link.dataset.copied;
    status.textContent = "";
  }, 2000);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
