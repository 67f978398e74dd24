// On contact with the site: what is another person's, withdrawn, or of an earlier edition does not stay on this device.
import { forget, keep, kept, remove } from "./offline-store.js";

export async function contact(scope) {
  const mine = await kept();
  if (!mine.length || !navigator.onLine) return;
  const answer = await fetch(`${scope}editions.json`).catch(() => null);
  if (!answer?.ok) return;
  const { person, courses } = await answer.json();
  if (!person) return forget();
  for (const one of mine) {
    if (one.person !== person || !courses[one.course]) await remove(one.name);
    else if (courses[one.course] !== one.edition) await renew(one);
  }
}

// The new edition takes the place of the old; a lesson it no longer has is gone. Not to be had just now: the old one goes at once.
async function renew(old) {
  const wanted = new URLSearchParams(old.about.lessons.map(({ slug }) => ["lesson", slug]));
  await remove(old.name);
  const answer = await fetch(`${old.scope}${old.course}/contents.json?${wanted}`);
  const told = await answer.json();
  if (told.lessons.length) await keep(old.scope, told);
}
