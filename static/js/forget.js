// Signing out leaves nothing on this device that another person at it could read; how it looks (the theme) stays.
import { forget, isAble } from "./offline-store.js";

document.querySelector("[data-forget]").addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const key of Object.keys(localStorage)) if (key !== "theme") localStorage.removeItem(key);
  const gone = (name) => new Promise((done) => (Object.assign(indexedDB.deleteDatabase(name), { onsuccess: done, onerror: done, onblocked: done })));
  await Promise.all((await indexedDB.databases()).map(({ name }) => gone(name))).catch(() => {});
  if (isAble) await forget().catch(() => {});
  event.target.submit();
});
