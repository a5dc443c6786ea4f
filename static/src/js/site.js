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

// Links below a search field while somebody types. Without script the form finds the same.
const SUGGEST_AFTER_MS = 200;

for (const form of document.querySelectorAll("[data-suggestions]")) {
  const field = form.querySelector("input[type=search]");
  const list = form.querySelector("[data-suggestions-list]");
  const status = form.querySelector("[data-suggestions-status]");
  let timer;
  let request = new AbortController();

  const clear = () => {
    list.replaceChildren();
    status.textContent = "";
  };

  const suggest = async () => {
    request = new AbortController();
    const address = `${form.dataset.suggestions}?q=${encodeURIComponent(field.value.trim())}`;
    try {
      const answer = await fetch(address, { signal: request.signal, credentials: "omit" });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
      status.textContent = list.firstElementChild?.dataset.status ?? "";
    } catch {
      // Somebody typed on, or the network is away: the form works all the same.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    request.abort();
    if (field.value.trim().length < 2) clear();
    else timer = setTimeout(suggest, SUGGEST_AFTER_MS);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.hasChildNodes()) return;
    event.preventDefault();
    event.stopPropagation();
    clear();
    field.focus();
  });
  // Some browsers give a clicked link no focus, so that leaving the field alone says nothing.
  for (const kind of ["focusin", "pointerdown"]) {
    document.addEventListener(kind, (event) => {
      if (!form.contains(event.target)) clear();
    });
  }
}
