// <stadtagenda-kalender adresse="…/kalender.json?…" farben="hell|dunkel"> on any website: the
// next dates of a town's calendar. It asks for that one address only, and sets no cookie.
(() => {
  const STYLE = `
    :host { display: block; color-scheme: light dark; color: CanvasText; }
    :host([farben="hell"]) { color-scheme: light; background: Canvas; }
    :host([farben="dunkel"]) { color-scheme: dark; background: Canvas; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { padding: 0.75em 0; border-bottom: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
    a { color: LinkText; font-weight: 600; }
    p { margin: 0.25em 0 0; }
    .cancelled a { text-decoration: line-through; }
  `;

  const part = (name, text, children = []) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.append(...children);
    return element;
  };

  const link = (text, address) => {
    const element = part("a", text);
    // Only web addresses: an address of another kind could run a script.
    if (/^https?:\/\//.test(address)) element.href = address;
    return element;
  };

  const item = (event) => {
    const details = [event.dateText, event.placeText, event.statusText].filter(Boolean).join(" · ");
    const element = part("li", "", [link(event.name, event.url), part("p", details)]);
    element.classList.toggle("cancelled", Boolean(event.statusText));
    return element;
  };

  class Calendar extends HTMLElement {
    static observedAttributes = ["adresse"];

    connectedCallback() {
      this.load();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.load();
    }

    async load() {
      const address = this.getAttribute("adresse");
      // The parser reports the attribute and then the connection: one question is enough.
      if (!address || address === this.asked) return;
      this.asked = address;
      try {
        const answer = await fetch(address, { credentials: "omit" });
        if (!answer.ok) return;
        const data = await answer.json();
        // A slower answer to an earlier address must not replace a later one.
        if (address === this.getAttribute("adresse")) this.show(data);
      } catch {
        // What stands inside the element stays: a link to the same dates.
      }
    }

    show(data) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const list = data.events.length
        ? part("ul", "", data.events.map(item))
        : part("p", data.texts.none);
      // Without markers Safari no longer takes it for a list.
      if (data.events.length) list.role = "list";
      list.lang = data.language;
      root.replaceChildren(list, part("p", "", [link(data.texts.all, data.url)]));
    }
  }

  if (!customElements.get("stadtagenda-kalender")) {
    customElements.define("stadtagenda-kalender", Calendar);
  }
})();
