// The exam page's words, written by the server in the reader's language into a template: say("saved", { time }).
export function words(template) {
  const known = new Map();
  for (const line of template.content.querySelectorAll("[data-word]")) known.set(line.dataset.word, line.textContent.trim());
  return (key, values = {}) => (known.get(key) ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
