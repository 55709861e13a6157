// Light or dark: what the reader's system says, or what the reader has chosen here.

const THEMES = { auto: "◐", light: "☀", dark: "☾" };
const KEPT = "lamb-theme";

export function wearTheme(button) {
  wear(button, remembered() in THEMES ? remembered() : "auto");
}

function wear(button, theme) {
  const names = Object.keys(THEMES);
  const root = document.documentElement;
  if (theme === "auto") root.removeAttribute("data-jp-theme-light");
  else root.setAttribute("data-jp-theme-light", String(theme === "light"));
  root.style.colorScheme = theme === "auto" ? "light dark" : theme;
  button.textContent = THEMES[theme];
  button.title = `colours: ${theme}`;
  button.onclick = () => {
    const next = names[(names.indexOf(theme) + 1) % names.length];
    remember(next);
    wear(button, next);
  };
}

function remember(theme) {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // a browser that keeps nothing
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
