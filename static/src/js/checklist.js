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

// Where two languages stand side by side, the same entry has a box in each column.
const boxes = new Map();
const shows = [];

const tick = (id, isTicked) => {
  keep(id, isTicked);
  for (const box of boxes.get(id)) box.checked = isTicked;
};

const showAll = () => {
  for (const show of shows) show();
};

const addBox = (entry) => {
  const id = entry.dataset.entry;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "checklist__box";
  box.checked = read(id);
  const others = boxes.get(id) ?? [];
  boxes.set(id, [...others, box]);
  const help = entry.querySelector("[data-entry-help]");
  if (help) {
    help.id = `hilfe-${others.length + 1}-${id}`;
    box.setAttribute("aria-describedby", help.id);
  }
  const label = document.createElement("label");
  label.className = "checklist__label";
  const text = entry.querySelector("[data-entry-text]");
  entry.querySelector(".checklist__box").replaceWith(label);
  label.append(box, text);
  return { id, box };
};

for (const list of document.querySelectorAll("[data-checklist]")) {
  const rows = [...list.querySelectorAll("[data-entry]")].map(addBox);
  if (!rows.length) continue;
  const status = list.querySelector("[data-checklist-status]");
  const reset = list.querySelector("[data-checklist-reset]");

  shows.push(() => {
    const done = rows.filter(({ box }) => box.checked).length;
    status.textContent = list.dataset.progress
      .replace("{done}", done)
      .replace("{total}", rows.length);
    // A button that is disabled loses the focus of whoever has just used it.
    reset.setAttribute("aria-disabled", String(done === 0));
  });

  for (const { id, box } of rows) {
    box.addEventListener("change", () => {
      tick(id, box.checked);
      showAll();
    });
  }
  reset.addEventListener("click", () => {
    for (const { id } of rows) tick(id, false);
    showAll();
  });
  status.hidden = reset.hidden = false;
  list.querySelector(canKeep ? "[data-checklist-kept]" : "[data-checklist-lost]").hidden = false;
}

// The same list may be open in a second tab.
addEventListener("storage", () => {
  for (const [id, copies] of boxes) for (const box of copies) box.checked = read(id);
  showAll();
});
showAll();

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
