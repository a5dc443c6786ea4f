// Makes the boxes of checklists real ones; the ticks stay in this browser, nothing is sent.

const nameOf = (id) => `tick:${id}`;

// Reading or writing may be forbidden, or the storage full.
const canKeep = (() => {
  try {
    localStorage.setItem("tick:test", "1");
    localStorage.removeItem("tick:test");
    return true;
  } catch {
    return false;
  }
})();

const read = (id) => {
  try {
    return localStorage.getItem(nameOf(id)) === "1";
  } catch {
    return false;
  }
};

const keep = (id, isTicked) => {
  try {
    if (isTicked) localStorage.setItem(nameOf(id), "1");
    else localStorage.removeItem(nameOf(id));
  } catch {
    // The tick then lasts for this page only.
  }
};

const addBox = (entry) => {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "checklist__box";
  box.id = `haken-${entry.dataset.entry}`;
  box.checked = read(entry.dataset.entry);
  const text = entry.querySelector("[data-entry-text]");
  const label = document.createElement("label");
  label.className = text.className;
  label.htmlFor = box.id;
  label.textContent = text.textContent;
  const help = entry.querySelector("[data-entry-help]");
  if (help) {
    help.id = `hilfe-${entry.dataset.entry}`;
    box.setAttribute("aria-describedby", help.id);
  }
  text.replaceWith(label);
  entry.querySelector(".checklist__box").replaceWith(box);
  return { id: entry.dataset.entry, box };
};

for (const list of document.querySelectorAll("[data-checklist]")) {
  const rows = [...list.querySelectorAll("[data-entry]")].map(addBox);
  if (!rows.length) continue;
  const status = list.querySelector("[data-checklist-status]");
  const reset = list.querySelector("[data-checklist-reset]");

  const show = () => {
    const done = rows.filter(({ box }) => box.checked).length;
    status.textContent = list.dataset.progress
      .replace("{done}", done)
      .replace("{total}", rows.length);
    // A button that is disabled loses the focus of whoever has just used it.
    reset.setAttribute("aria-disabled", String(done === 0));
  };

  for (const { id, box } of rows) {
    box.addEventListener("change", () => {
      keep(id, box.checked);
      show();
    });
  }
  reset.addEventListener("click", () => {
    for (const { id, box } of rows) {
      box.checked = false;
      keep(id, false);
    }
    show();
  });
  // The same list may be open in a second tab.
  addEventListener("storage", () => {
    for (const { id, box } of rows) box.checked = read(id);
    show();
  });
  status.hidden = reset.hidden = false;
  list.querySelector(canKeep ? "[data-checklist-kept]" : "[data-checklist-lost]").hidden = false;
  show();
}

// Journeys: all steps at once.
for (const button of document.querySelectorAll("[data-open-all]")) {
  const steps = [...document.querySelectorAll(`${button.dataset.openAll} > details`)];
  const isOpen = () => steps.every((step) => step.open);
  const show = () => {
    button.querySelector("[data-when-closed]").hidden = isOpen();
    button.querySelector("[data-when-open]").hidden = !isOpen();
  };
  button.hidden = steps.length < 2;
  button.addEventListener("click", () => {
    const open = !isOpen();
    for (const step of steps) step.open = open;
    show();
  });
  for (const step of steps) step.addEventListener("toggle", show);
  show();
}
