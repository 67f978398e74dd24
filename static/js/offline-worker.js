// Serves what a learner has kept for reading without a network. It has one folder, …/learn/offline/, and no other page.
const MINE = `haizhun-offline|${new URL(registration.scope).pathname}|`;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === location.origin) event.respondWith(answers(request));
});

// The network first: what is kept is read only without one.
async function answers(request) {
  let response;
  try {
    response = await fetch(request);
  } catch {
    return (await kept(request)) ?? Response.error();
  }
  if (request.mode === "navigate") await heeds(request, response);
  return response;
}

// Sent to sign in: nobody is here, so nobody's lessons may stay. Not found: the lesson is no longer one's own.
async function heeds(request, response) {
  const names = (await caches.keys()).filter((name) => name.startsWith("haizhun-offline|"));
  if (response.type === "opaqueredirect") await Promise.all(names.map((name) => caches.delete(name)));
  else if (response.status === 404) await Promise.all(names.map(async (name) => (await caches.open(name)).delete(request, { ignoreVary: true })));
}

async function kept(request) {
  const found = await search(request);
  if (!found && request.mode === "navigate") return search(registration.scope);
  const range = found && /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  return range ? part(found, Number(range[1]), range[2]) : found;
}

async function search(request) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(MINE))) {
    const found = await (await caches.open(name)).match(request, { ignoreVary: true, ignoreSearch: true });
    if (found) return found;
  }
}

// A film is asked for piece by piece.
async function part(response, start, last) {
  const whole = await response.blob();
  const end = last ? Math.min(Number(last) + 1, whole.size) : whole.size;
  const headers = { "Content-Type": whole.type, "Content-Range": `bytes ${start}-${end - 1}/${whole.size}`, "Accept-Ranges": "bytes" };
  return new Response(whole.slice(start, end, whole.type), { status: 206, headers });
}
