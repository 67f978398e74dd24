// “Offline material”: what this device keeps, how large it is and since when; and on a lesson kept, whether there is a network.
import { contact } from "./offline-contact.js";
import { isAble, kept, remove } from "./offline-store.js";

const list = document.querySelector("[data-kept]");
const away = document.querySelector("[data-away]");
const tells = () => (away.hidden = navigator.onLine);
addEventListener("online", tells);
addEventListener("offline", tells);
tells();

// A film that was not kept cannot be played now: in its place stands what can be done instead.
function missing(film) {
  if (film.hidden) return;
  film.hidden = true;
  film.after(document.querySelector("[data-missing]").content.cloneNode(true));
}
// The browser may hold its first seconds by chance; what counts is whether all of it was kept.
async function looks(film) {
  const [address] = film.getAttribute("src").split("#");
  if (!navigator.onLine && !(await caches.match(address, { ignoreVary: true }))) missing(film);
}
document.querySelectorAll(".film__player").forEach((film) => {
  film.addEventListener("error", () => missing(film));
  addEventListener("offline", () => looks(film));
  if (isAble) looks(film);
});

function row({ name, about }) {
  const one = list.querySelector("template").content.cloneNode(true).firstElementChild;
  one.querySelector("h2").textContent = about.title;
  const lessons = about.lessons.map(({ title, address }) => {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  one.querySelector("ul").append(...lessons);
  const bytes = about.lessons.reduce((sum, lesson) => sum + lesson.bytes, 0);
  one.querySelector("[data-size]").textContent = `${(bytes / 1048576).toFixed(2)} MB`;
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  one.querySelector("time").textContent = day.format(new Date(about.at));
  one.querySelector("button").addEventListener("click", async () => {
    await remove(name);
    one.remove();
    empties();
  });
  return one;
}

const empties = () => (document.querySelector("[data-empty]").hidden = Boolean(list.querySelector("li")));

if (list && isAble) {
  await contact(list.dataset.scope).catch(() => {});
  list.append(...(await kept()).filter(({ about }) => about.lessons.length).map(row));
  list.hidden = false;
  empties();
}
