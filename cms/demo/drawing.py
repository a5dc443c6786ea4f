"""The means of the demo town's drawings: colours, lights and a canvas of SVG paths."""

from dataclasses import dataclass
from random import Random

WIDTH, HEIGHT = 1200, 675

INK = "#06303d"
PETROL = "#0b5268"
RIVER = "#2b8ca0"
LEAF = "#2f8f6b"
MINT = "#a9d9c3"
SUN = "#f6bb42"
CORAL = "#e2694b"
PLUM = "#7b4b8c"
SAND = "#fbe7bf"
PAPER = "#fffaf0"
WALLS = ("#f3d9a4", "#e9b48f", "#d98f6d", "#f0e3c8", "#b8d4d3", "#e6c15c", "#cfdccb")
ROOFS = ("#a8452f", "#8f3b32", "#7a4a44", "#5c4a5e", "#b5573a")
BRIGHT = (SUN, CORAL, LEAF, RIVER, PLUM, MINT)


@dataclass(frozen=True)
class Light:
    """The colours of a time of day: sky from top to horizon, disc, hills from far to near."""

    sky: tuple[str, str]
    disc: str
    hills: tuple[str, str, str]
    water: tuple[str, str]


LIGHTS = (
    Light(("#bfe1ea", "#eaf5f4"), "#ffd978", ("#a5cfc9", "#6fb59b", "#3d9273"), (RIVER, "#69b6c4")),
    Light(
        ("#f9c98f", "#fdeacb"), "#fff3cf", ("#d9a98a", "#8f9d84", "#4d7f6d"), (PETROL, "#c98f6b")
    ),
    Light(
        ("#cfe0f3", "#f9eee0"), "#fbc15d", ("#b4c6d6", "#7fa9ac", "#3e8578"), ("#3580a0", "#9cc7d6")
    ),
    Light(
        ("#0d3f52", "#3d7f8d"), "#f7e3a3", ("#255f6c", "#194c57", "#0e3943"), ("#0a3442", "#2f7484")
    ),
)


class Canvas:
    """Collects shapes and the choices a seed makes."""

    def __init__(self, name: str, seed: int) -> None:
        self.random = Random(f"{name}-{seed}")
        self.light = LIGHTS[seed % len(LIGHTS)]
        self.shapes: list[str] = []
        self.style_of_last = ""

    @property
    def is_night(self) -> bool:
        return self.light is LIGHTS[-1]

    def draw(self, d: str, style: str) -> None:
        """Add a path; neighbours of one style become one element to keep the file small."""
        if style == self.style_of_last:
            self.shapes[-1] = self.shapes[-1].replace('"/>', f'{d}"/>')
        else:
            self.shapes.append(f'<path {style} d="{d}"/>')
        self.style_of_last = style

    def path(self, d: str, fill: str, opacity: float = 1) -> None:
        self.draw(d, f'fill="{fill}"' + (f' opacity="{opacity:g}"' if opacity < 1 else ""))

    def line(self, d: str, colour: str, width: float, opacity: float = 1) -> None:
        veil = f' opacity="{opacity:g}"' if opacity < 1 else ""
        self.draw(d, f'fill="none" stroke="{colour}" stroke-width="{width:g}"{veil}')

    def dots(self, points: list[tuple[float, float]], colour: str, size: float) -> None:
        self.line("".join(f"M{x:.0f} {y:.0f}h0" for x, y in points), colour, size)

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, opacity: float = 1
    ) -> None:
        x, y, w, h = round(x), round(y), round(w), round(h)
        if not r:
            self.path(f"M{x} {y}h{w}v{h}h-{w}z", fill, opacity)
            return
        r = min(r, w / 2, h / 2)
        u, v = w - 2 * r, h - 2 * r
        self.path(
            f"M{x + r:g} {y}h{u:g}a{r:g} {r:g} 0 0 1 {r:g} {r:g}"
            f"v{v:g}a{r:g} {r:g} 0 0 1-{r:g} {r:g}"
            f"h-{u:g}a{r:g} {r:g} 0 0 1-{r:g}-{r:g}v-{v:g}a{r:g} {r:g} 0 0 1 {r:g}-{r:g}z",
            fill,
            opacity,
        )

    def circle(self, x: float, y: float, r: float, fill: str, opacity: float = 1) -> None:
        veil = f' opacity="{opacity:g}"' if opacity < 1 else ""
        self.shapes.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{fill}"{veil}/>')
        self.style_of_last = ""

    def scatter(self, shapes: list[tuple[str, str]]) -> None:
        """Draw (fill, path) pairs that do not overlap, colour by colour."""
        for fill in dict.fromkeys(fill for fill, _ in shapes):
            self.path("".join(d for colour, d in shapes if colour == fill), fill)

    def svg(self, width: int = WIDTH, height: int = HEIGHT) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" stroke-linecap="round" stroke-linejoin="round">'
            f"{''.join(self.shapes)}</svg>"
        )

    def sky(self) -> None:
        """Bands from zenith to horizon, a disc, and clouds or stars."""
        top, low = self.light.sky
        self.rect(0, 0, WIDTH, HEIGHT, top)
        x, y = self.random.randint(640, 1000), self.random.randint(110, 190)
        for radius, opacity in ((330, 0.18), (220, 0.25), (130, 0.35)):
            self.circle(x, y, radius, low, opacity)
        self.circle(x, y, 64, self.light.disc)
        if self.is_night:
            draw = self.random.randint
            self.dots([(draw(0, WIDTH), draw(0, 300)) for _ in range(26)], SAND, 4)
        for _ in range(0 if self.is_night else 3):
            self.cloud(self.random.randint(40, 1100), self.random.randint(50, 210))

    def cloud(self, x: float, y: float) -> None:
        size = self.random.randint(26, 42)
        self.path(
            f"M{x} {y}h{size * 4}a{size} {size} 0 0 0-{size * 0.9:.0f}-{size}"
            f"a{size * 1.2:.0f} {size * 1.2:.0f} 0 0 0-{size * 2.1:.0f}-{size * 0.3:.0f}"
            f"a{size * 0.7:.0f} {size * 0.7:.0f} 0 0 0-{size} {size * 1.3:.0f}z",
            "#fff",
            0.75,
        )

    def hills(self, horizon: int) -> None:
        for depth, colour in enumerate(self.light.hills):
            y = horizon - 95 + depth * 55
            points = [y - self.random.randint(-28, 60 - depth * 15) for _ in range(5)]
            way = f"M0 {HEIGHT}V{points[0]}"
            for index in range(1, 5):
                x, before, here = index * 300, points[index - 1], points[index]
                way += f"C{x - 190} {before - 30} {x - 110} {here + 30} {x} {here}"
            self.path(f"{way}V{HEIGHT}z", colour)

    def tree(self, x: float, y: float, size: float, colour: str | None = None) -> None:
        """A tree whose trunk stands at (x, y)."""
        colour = colour or self.random.choice((LEAF, "#3fa47d", "#257558", "#58ab7a"))
        self.rect(x - size * 0.07, y - size * 0.6, size * 0.14, size * 0.6, "#6b4a3a")
        if self.random.random() < 0.4:
            self.path(
                f"M{x:.0f} {y - size * 1.7:.0f}"
                f"l{size * 0.42:.0f} {size * 1.3:.0f}h-{size * 0.84:.0f}z",
                colour,
            )
        else:
            self.circle(x, y - size, size * 0.5, colour)
            self.circle(x - size * 0.14, y - size * 1.1, size * 0.3, "#fff", 0.12)

    def house(self, x: float, base: float, w: float, h: float) -> None:
        """A gabled house with lit windows, its ground line at `base`."""
        wall, roof = self.random.choice(WALLS), self.random.choice(ROOFS)
        gable = w * self.random.uniform(0.45, 0.7)
        self.rect(x, base - h, w, h, wall)
        self.path(
            f"M{x - 8:.0f} {base - h:.0f}L{x + w / 2:.0f} {base - h - gable:.0f}"
            f"L{x + w + 8:.0f} {base - h:.0f}z",
            roof,
        )
        pane = SUN if self.is_night else "#fff7e2"
        columns = max(2, int(w // 60))
        step = w / columns
        for row in range(int((h - 50) // 58)):
            for column in range(columns):
                left = x + step * column + step / 2 - 11
                self.rect(left, base - h + 20 + row * 58, 22, 32, pane)
        self.circle(x + w / 2, base - h - gable * 0.36, 11, pane)
        self.path(f"M{x + w / 2 - 15:.0f} {base:.0f}v-30a15 15 0 0 1 30 0v30z", PETROL)

    def waves(self, top: float, rows: int) -> None:
        deep, crest = self.light.water
        self.rect(0, top, WIDTH, HEIGHT - top, deep)
        for row in range(rows):
            y = top + 26 + row * (HEIGHT - top - 30) / rows
            for _ in range(4):
                x = self.random.randint(-40, WIDTH)
                self.line(f"M{x} {y:.0f}q22-12 44 0t44 0t44 0", crest, 5, 0.7)
