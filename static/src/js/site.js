// Comforts on top of pages that work without any script.

const root = document.documentElement;
const systemDark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () =>
  root.dataset.kernTheme ? root.dataset.kernTheme === "dark" : systemDark.matches;

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  systemDark.addEventListener("change", show);
  button.addEventListener("click", () => {
    root.dataset.kernTheme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.kernTheme);
    } catch {
      // The choice then lasts for this page only.
    }
    show();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ title: document.title, url: location.href }).catch(() => {});
  });
}

const menu = document.querySelector(".menu-button");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// After a failed form the summary of errors is where reading should start.
const focusErrors = (scope) => scope.querySelector("[data-error-summary]")?.focus();
focusErrors(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
