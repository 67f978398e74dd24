// Day or night, kept on this device. Loaded before the first paint so that nothing flashes; without
// JavaScript the page follows the system and the button stays hidden.
const root = document.documentElement;
let chosen = null;
try {
  chosen = localStorage.getItem("theme");
} catch {
  // Storage is switched off: the choice lasts for this page.
}
if (chosen) root.dataset.theme = chosen;

addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // As above.
      }
    });
  }
});
