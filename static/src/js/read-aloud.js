// Reads the main content with a voice of the browser; nothing is sent anywhere by this script.

const box = document.querySelector("[data-read-aloud]");
const synthesis = window.speechSynthesis;

const READ = "h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary, blockquote, caption";
const SKIPPED =
  "[hidden], [popover], .visually-hidden, nav, form, button, script, [data-read-aloud], .remark, .article-tools";

const language = document.documentElement.lang;

// A voice on the device comes first: it works offline, and the text does not leave it.
const findVoice = () => {
  const fitting = synthesis
    .getVoices()
    .filter((voice) => voice.lang.replace("_", "-").split("-")[0] === language);
  return fitting.find((voice) => voice.localService) ?? fitting[0];
};

const textOf = (element) => {
  const copy = element.cloneNode(true);
  for (const word of copy.querySelectorAll(".glossary-word button")) word.replaceWith(word.textContent);
  // What is read by itself would be heard twice; what is not meant for reading not at all.
  for (const part of copy.querySelectorAll(`${SKIPPED}, ${READ}`)) part.remove();
  // Voices pause at a Mediopunkt or say its name.
  return copy.textContent.replaceAll("·", "").replace(/\s+/g, " ").trim();
};

const passages = () =>
  [...document.querySelectorAll(`main :is(${READ})`)]
    .filter((element) => !element.closest(SKIPPED) && element.checkVisibility?.() !== false)
    .map((element) => ({ element, text: textOf(element) }))
    .filter(({ text }) => text);

const setUp = () => {
  const start = box.querySelector("[data-read-start]");
  const pause = box.querySelector("[data-read-pause]");
  const stop = box.querySelector("[data-read-stop]");
  const state = box.querySelector("[data-read-state]");
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  let queue = [];
  let position = 0;
  // Answers of an utterance that was cancelled must not move the one that runs.
  let run = 0;
  let isPaused = false;

  const mark = (element) => {
    document.querySelector(".is-read-aloud")?.classList.remove("is-read-aloud");
    if (!element) return;
    element.classList.add("is-read-aloud");
    const behavior = reducedMotion.matches ? "auto" : "smooth";
    element.scrollIntoView({ block: "nearest", behavior });
  };

  const show = (isReading, words) => {
    const focused = document.activeElement;
    start.hidden = isReading;
    pause.hidden = stop.hidden = !isReading;
    pause.setAttribute("aria-pressed", String(isPaused));
    state.textContent = words;
    if (box.contains(focused) && focused.hidden) (isReading ? pause : start).focus();
  };

  const end = () => {
    run += 1;
    isPaused = false;
    synthesis.cancel();
    mark(null);
    show(false, box.dataset.stopped);
  };

  const readOn = () => {
    if (position >= queue.length) return end();
    const ownRun = run;
    const { element, text } = queue[position];
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language;
    utterance.voice = findVoice();
    utterance.addEventListener("end", () => {
      if (ownRun !== run) return;
      position += 1;
      readOn();
    });
    utterance.addEventListener("error", () => ownRun === run && end());
    mark(element);
    synthesis.speak(utterance);
  };

  start.addEventListener("click", () => {
    run += 1;
    synthesis.cancel();
    queue = passages();
    position = 0;
    show(true, box.dataset.reading);
    readOn();
  });
  // Pausing forgets where in a paragraph it was on some systems: it begins again there.
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    run += 1;
    synthesis.cancel();
    show(true, isPaused ? box.dataset.paused : box.dataset.reading);
    if (!isPaused) readOn();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", () => synthesis.cancel());
};

if (box && synthesis && window.SpeechSynthesisUtterance) {
  let isSetUp = false;
  // Some browsers know their voices only after a while.
  const look = () => {
    const hasVoice = Boolean(findVoice());
    box.hidden = !hasVoice;
    if (hasVoice && !isSetUp) {
      isSetUp = true;
      setUp();
    }
  };
  look();
  synthesis.addEventListener?.("voiceschanged", look);
}
