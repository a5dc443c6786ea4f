// Runs before the first paint, so that a stored choice does not flash the other theme.
(() => {
  try {
    const stored = localStorage.getItem("theme");
    if (stored === "light" || stored === "dark") {
      document.documentElement.dataset.kernTheme = stored;
    }
  } catch {
    // Storage may be forbidden: the system's preference stays in force.
  }
})();
