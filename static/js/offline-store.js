// What is kept on this device for reading without a network: a cache for each person, course and edition.
const START = "haizhun-offline";
const FRAME = "frame";
const ABOUT = "about.json";

export const isAble = "serviceWorker" in navigator && "caches" in window;
const nameOf = (...parts) => [START, ...parts].join("|");

// Every course kept: { name, scope, person, course, edition, about }. There is a scope for each language.
export async function kept() {
  const found = [];
  for (const name of await caches.keys()) {
    const [start, scope, person, course, edition] = name.split("|");
    if (start !== START || person === FRAME) continue;
    const about = await (await caches.open(name)).match(scope + ABOUT);
    found.push({ name, scope, person, course, edition, about: about ? await about.json() : { lessons: [] } });
  }
  return found;
}

export const remove = (name) => caches.delete(name);

// Everything, of everybody, in every language.
export async function forget() {
  const names = (await caches.keys()).filter((name) => name.startsWith(`${START}|`));
  await Promise.all(names.map((name) => caches.delete(name)));
}

// Fetch and keep lessons as `told` by contents.json; `films` too only when asked for.
export async function keep(scope, told, films = []) {
  const name = nameOf(scope, told.person, told.course, told.edition);
  const before = (await kept()).find((one) => one.name === name)?.about;
  await worker(scope);
  await page(await caches.open(nameOf(scope, FRAME)), scope);
  const cache = await caches.open(name);
  const lessons = new Map((before?.lessons ?? []).map((one) => [one.slug, one]));
  try {
    for (const one of told.lessons) {
      let bytes = await page(cache, one.address);
      for (const film of films.filter(({ lesson }) => lesson === one.slug)) bytes += await file(cache, film.address);
      lessons.set(one.slug, { ...one, bytes: Math.max(bytes, lessons.get(one.slug)?.bytes ?? 0) });
    }
    const about = { title: told.title, at: new Date().toISOString(), lessons: [...lessons.values()] };
    await cache.put(scope + ABOUT, Response.json(about));
  } catch (fault) {
    if (!before) await remove(name);
    throw fault;
  }
}

async function worker(scope) {
  const registered = await navigator.serviceWorker.register(`${scope}worker.js`, { scope });
  const coming = registered.installing ?? registered.waiting;
  if (registered.active || !coming) return;
  await new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
}

// A page with its style, scripts, pictures and documents; how many bytes the page's own are. What is no text may be missing.
async function page(cache, address) {
  const response = await fetch(address, { redirect: "error" });
  if (!response.ok) throw new Error(address);
  const text = await response.clone().text();
  await cache.put(address, response);
  const read = new DOMParser().parseFromString(text, "text/html");
  const all = (what, from) => [...read.querySelectorAll(what)].map((one) => one.getAttribute(from));
  for (const one of all("link[rel=stylesheet]", "href")) await file(cache, one);
  for (const one of all("script[src]", "src")) await script(cache, new URL(one, location.href));
  let bytes = new Blob([text]).size;
  for (const one of new Set([...all("main img[src]", "src"), ...all("main track[src]", "src"), ...all("main a[href*='/learn/media/']", "href")])) {
    bytes += await file(cache, one).catch(() => 0);
  }
  return bytes;
}

// A script, and those it imports.
async function script(cache, address) {
  if (await cache.match(address)) return;
  await file(cache, address);
  const text = await (await cache.match(address)).text();
  for (const [, one] of text.matchAll(/from "(\.\/[^"]+)"/g)) await script(cache, new URL(one, address));
}

async function file(cache, address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(address);
  const { size } = await response.clone().blob();
  await cache.put(address, response);
  return size;
}
