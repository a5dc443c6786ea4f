// Shows the dates of an event while somebody writes it. Without script the button opens them.

{
  const WAIT_MS = 400;
  const FIELD_NAMES = /^(starts_at|ends_at|time_zone|repeat.*|recurrence|csrfmiddlewaretoken|(cancelled|moved|skipped|extra)_(dates|days).*)$/;

  const setUp = () => {
    const box = document.querySelector("[data-dates-preview]");
    if (!box) return;
    const form = box.closest("form");
    let request = new AbortController();
    let timer;

    // Texts and pictures stay where they are: the dates need nothing of them.
    const datesOf = () => {
      const data = new FormData();
      data.append("preview", "1");
      for (const [name, value] of new FormData(form)) {
        if (FIELD_NAMES.test(name) && typeof value === "string") data.append(name, value);
      }
      return data;
    };

    const refresh = async () => {
      request.abort();
      request = new AbortController();
      try {
        const answer = await fetch(box.dataset.address, {
          method: "POST",
          body: datesOf(),
          headers: { "X-Fragment": "1" },
          signal: request.signal,
        });
        if (answer.ok || answer.status === 422) box.innerHTML = await answer.text();
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    };

    form.addEventListener("change", (event) => {
      if (!FIELD_NAMES.test(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, WAIT_MS);
    });
    document.querySelector("[data-dates-preview-button]").addEventListener("click", (event) => {
      event.preventDefault();
      refresh();
    });
  };

  // The editor of pages runs its scripts before it has the form.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
}
