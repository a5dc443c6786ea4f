"""Flat geometric scenes in the city's colours, drawn as SVG for the demo town.

Each scene varies with its seed: light, heights and colours change, the motif stays.
"""

from collections.abc import Callable

from .drawing import CORAL, LEAF, PAPER, PETROL, PLUM, RIVER, SUN, Canvas
from .scenes_inside import bibliothek, haende, ideen, kalender, lernen, netz, schild
from .scenes_outside import baum, bruecke, fluss, marktplatz, rathaus

SCENES: dict[str, Callable[[Canvas], None]] = {
    scene.__name__: scene
    for scene in (
        bruecke,
        rathaus,
        bibliothek,
        netz,
        lernen,
        haende,
        marktplatz,
        fluss,
        kalender,
        ideen,
        schild,
        baum,
    )
}


def illustration(name: str, *, seed: int = 0) -> str:
    """Return the scene `name` as an SVG document; the same seed draws the same picture."""
    canvas = Canvas(name, seed)
    SCENES[name](canvas)
    return canvas.svg()


def portrait(seed: int) -> str:
    """Return an abstract portrait: hair, face and collar in flat shapes."""
    c = Canvas("portrait", seed)
    ground = c.random.choice(("#cfe5ea", "#fbe3b3", "#d4eadd", "#ecd9f1", "#fbd9cd"))
    skin = c.random.choice(("#f1c9a5", "#c68a5f", "#8d5a3b", "#e3ae84", "#d99c72"))
    hair = c.random.choice(("#2d2320", "#5a3b28", "#a8753f", "#8d8d8d", "#3b2a3f"))
    shirt = c.random.choice((PETROL, CORAL, LEAF, PLUM, RIVER))
    c.rect(0, 0, 400, 400, ground)
    if c.random.random() < 0.5:
        c.path("M98 190a102 102 0 0 1 204 0v120H98z", hair)
    c.path("M40 400c0-90 70-120 160-120s160 30 160 120z", shirt)
    c.path("M168 250h64v50a32 32 0 0 1-64 0z", skin)
    c.circle(200, 190, 78, skin)
    c.path(
        f"M118 196a82 82 0 0 1 164 0c-{c.random.randint(20, 60)}-10-60-40-74-54-20 30-50 48-90 54z",
        hair,
    )
    return c.svg(400, 400)


def logo() -> str:
    """Return the town's mark: a bridge of two arches over the waves."""
    c = Canvas("logo", 0)
    c.rect(0, 0, 240, 240, PETROL, 56)
    c.circle(172, 70, 24, SUN)
    c.path("M24 128Q120 76 216 128V176H190A34 34 0 0 0 122 176H118A34 34 0 0 0 50 176H24z", PAPER)
    c.line("M28 200q15-14 30 0t30 0 30 0 30 0 30 0 30 0", "#8fd0dc", 11)
    return c.svg(240, 240)
