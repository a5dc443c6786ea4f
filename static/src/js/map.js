// The map of places. Library, stylesheet and pictures are asked for after the click only.

const CLOSEST = 17;
const MARGIN = [64, 64];

const load = (element) =>
  new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });

const loadLibrary = ({ library, style }) =>
  Promise.all([
    load(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style })),
    window.L ?? load(Object.assign(document.createElement("script"), { src: library })),
  ]);

const marker = ({ name, url, position }, map) => {
  const element = document.createElement(url ? "a" : "span");
  if (url) element.href = url;
  element.className = "map__place";
  element.append(Object.assign(document.createElement("span"), { textContent: name }));
  // Somebody who goes from place to place by keyboard sees where they are.
  element.addEventListener("focus", () => map.panInside(position, { padding: MARGIN }));
  const icon = L.divIcon({ className: "map__marker", html: element, iconSize: null });
  L.marker(position, { icon, interactive: false, keyboard: false }).addTo(map);
  return { element, position };
};

// Names that would cover one another become pins, until somebody points there or comes closer.
const makeRoom = (markers, map) => {
  const taken = [];
  for (const { element, position } of markers) {
    element.classList.remove("is-pin");
    const { x, y } = map.latLngToLayerPoint(position);
    const [width, height] = [element.offsetWidth, element.offsetHeight];
    const box = { left: x - width / 2, right: x + width / 2, top: y - height, bottom: y };
    const isTaken = taken.some(
      (other) =>
        box.left < other.right &&
        box.right > other.left &&
        box.top < other.bottom &&
        box.bottom > other.top,
    );
    element.classList.toggle("is-pin", isTaken);
    if (!isTaken) taken.push(box);
  }
};

const draw = (canvas, data, onTileError) => {
  const points = JSON.parse(data.points);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    attributionControl: false,
    fadeAnimation: !isCalm,
    // The wheel scrolls the page; the map has buttons.
    scrollWheelZoom: false,
    zoomAnimation: !isCalm,
    zoomControl: false,
  });
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  map.fitBounds(points.map((point) => point.position), { padding: MARGIN, maxZoom: CLOSEST });
  L.tileLayer(data.tiles, { maxZoom: 19 }).on("tileerror", onTileError).addTo(map);
  const markers = points.map((point) => marker(point, map));
  map.on("zoomend", () => makeRoom(markers, map));
  makeRoom(markers, map);
};

for (const figure of document.querySelectorAll("[data-map]")) {
  const part = (name) => figure.querySelector(`[data-map-${name}]`);
  const fail = () => {
    part("status").textContent = figure.dataset.failed;
  };
  figure.hidden = false;
  part("show").addEventListener("click", async () => {
    part("status").textContent = "";
    try {
      await loadLibrary(figure.dataset);
    } catch {
      fail();
      return;
    }
    part("ask").hidden = true;
    part("canvas").hidden = part("credit").hidden = false;
    draw(part("canvas"), figure.dataset, fail);
    part("canvas").focus();
  });
}
