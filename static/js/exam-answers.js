// What a question's controls say, in the form the server stores it; and back again.
const options = (section) => [...section.querySelectorAll("[data-option]")];
const entries = (section) => [...section.querySelectorAll("[data-entry]")];
const chosen = (section) => options(section).filter((o) => o.checked).map((o) => o.value);
const typed = (section) => entries(section).map((e) => e.value.trim());
const filled = (list) => (list.some((text) => text !== "") ? list : null);

function record(section) {
  const pairs = entries(section).filter((e) => e.value.trim() !== "").map((e) => [e.dataset.entry, e.value.trim()]);
  return pairs.length ? Object.fromEntries(pairs) : null;
}

function order(section) {
  const places = entries(section);
  if (places.some((e) => e.value === "")) return null;
  return places.sort((a, b) => a.value - b.value).map((e) => e.dataset.entry);
}

const readers = {
  single: (section) => chosen(section)[0] ?? null,
  multiple: (section) => (chosen(section).length ? chosen(section) : null),
  truefalse: (section) => (chosen(section).length ? chosen(section)[0] === "true" : null),
  fillin: (section) => filled(typed(section)),
  numeric: (section) => typed(section)[0] || null,
  short: (section) => typed(section)[0] || null,
  matching: record,
  case: record,
  ordering: order,
};

/** The answer given in `section`; null when there is none. */
export const read = (section) => readers[section.dataset.kind](section);

const written = (entry) => entry.defaultValue ?? [...entry.options].find((option) => option.defaultSelected)?.value ?? "";

/** Whether the controls differ from what the server wrote: someone was quicker than this script. */
export const altered = (section) =>
  options(section).some((option) => option.checked !== option.defaultChecked) ||
  entries(section).some((entry) => entry.value !== written(entry));

/** Show `value` (as stored, or null) in the controls of `section`. */
export function write(section, value) {
  const list = [value].flat().map(String);
  for (const option of options(section)) option.checked = value !== null && list.includes(option.value);
  entries(section).forEach((entry, index) => {
    if (value === null) entry.value = "";
    else if (section.dataset.kind === "ordering") entry.value = value.indexOf(entry.dataset.entry) + 1 || "";
    else if (Array.isArray(value)) entry.value = value[index] ?? "";
    else if (typeof value === "object") entry.value = value[entry.dataset.entry] ?? "";
    else entry.value = value;
  });
}
