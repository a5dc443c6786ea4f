"""Scenes of learning, meeting and planning."""

from math import cos, pi, sin

from .drawing import (
    BRIGHT,
    CORAL,
    HEIGHT,
    INK,
    LEAF,
    PAPER,
    PETROL,
    PLUM,
    RIVER,
    SAND,
    SUN,
    WIDTH,
    Canvas,
)


def bibliothek(c: Canvas) -> None:
    wall = c.random.choice(("#0f4a5c", "#14533f", "#573a66", "#7b4334"))
    c.rect(0, 0, WIDTH, HEIGHT, wall)
    colours = (*BRIGHT, SAND, "#d98f6d", "#8fc1c9")
    books, labels = [], []
    for shelf in range(4):
        base = 156 + shelf * 152
        x = c.random.randint(6, 24)
        while x < WIDTH - 20:
            if 405 < x < 795 and shelf < 3:
                x = 800
            w, h = c.random.randint(20, 46), c.random.randint(78, 128)
            colour = c.random.choice(colours)
            if c.random.random() < 0.12:
                books.append((colour, f"M{x} {base}l{h // 4}-{h - 8} {w} 6-{h // 4} {h - 14}z"))
                x += w + h // 4 + 10
                continue
            books.append((colour, f"M{x} {base}v-{h}h{w}v{h}z"))
            labels.append((PAPER, f"M{x} {base - h + 22}v-8h{w}v8z"))
            x += w + c.random.choice((2, 2, 3, 26))
    c.scatter(books)
    c.scatter(labels)
    for fill, top, height in (("#c78f58", 156, 16), (INK, 172, 6)):
        c.scatter([(fill, f"M0 {top + shelf * 152}h{WIDTH}v{height}H0z") for shelf in range(4)])
    c.path("M410 478V230a190 190 0 0 1 380 0v248z", "#c78f58")
    c.path("M428 462V232a172 172 0 0 1 344 0v230z", c.light.sky[0])
    c.circle(c.random.randint(520, 680), 190, 44, c.light.disc)
    c.path("M428 400q90-70 172-20t172-34v116H428z", c.light.hills[1])
    c.path("M428 430q110-40 200 0t144-16v48H428z", c.light.hills[2])
    c.line("M600 62v400M428 260h344", "#c78f58", 10)
    c.rect(330, 600, 540, 75, "#8a5a3b")
    c.path("M600 600q-90-70-220-36v-18q130-34 220 28q90-62 220-28v18q-130-34-220 36z", PAPER)
    c.path("M600 574q-90-62-220-28v-66q130-34 220 30q90-64 220-30v66q-130-34-220 28z", "#fff")
    c.line("M600 510v64", "#c9bfa8", 4)
    for row in range(3):
        c.line(
            f"M420 {500 + row * 18}q90-12 150 26M780 {500 + row * 18}q-90-12-150 26", "#b9cfd2", 5
        )


def netz(c: Canvas) -> None:
    c.rect(0, 0, WIDTH, HEIGHT, c.random.choice(("#0a3e50", "#0c4a45", "#3a2b52")))
    for _ in range(22):
        size = c.random.randint(50, 150)
        x, y = c.random.randint(-40, 1180), c.random.randint(-40, 640)
        c.rect(x, y, size, size, "#fff", opacity=0.045)
    nodes = []
    for column in range(7):
        for row in range(4):
            x = 90 + column * 170 + c.random.randint(-48, 48) + (row % 2) * 40
            nodes.append((x, 80 + row * 172 + c.random.randint(-42, 42)))
    for index, (x, y) in enumerate(nodes):
        near = sorted(nodes, key=lambda n, x=x, y=y: (n[0] - x) ** 2 + (n[1] - y) ** 2)[1:4]
        for u, v in near[: 2 + index % 2]:
            c.line(f"M{x} {y}L{u} {v}", "#7cc4cf", 4, 0.55)
    for index, colour in enumerate(BRIGHT):
        group = nodes[index :: len(BRIGHT)]
        size = c.random.choice((28, 36, 48, 64))
        c.dots(group, colour, size)
        c.dots(group[::2], colour, size + 16)
        c.dots(group[::2], PAPER, size * 0.5)
    x, y = c.random.choice(((560, 330), (640, 350), (600, 300)))
    for r in (190, 140, 92):
        c.circle(x, y, r, SUN, 0.13)
    c.circle(x, y, 62, SUN)
    c.line(f"M{x - 30} {y - 4}a42 42 0 0 1 60 0M{x - 17} {y + 12}a24 24 0 0 1 34 0", INK, 8)
    c.circle(x, y + 27, 6, INK)


def lernen(c: Canvas) -> None:
    c.rect(0, 0, WIDTH, HEIGHT, c.random.choice(("#d9eceb", "#fbe9cb", "#e6e0f0", "#dcefe2")))
    c.rect(90, 70, 330, 300, PAPER, 10)
    c.rect(108, 88, 294, 264, c.light.sky[0])
    c.circle(c.random.randint(180, 330), 165, 34, c.light.disc)
    c.path("M108 300q80-60 150-20t144-20v92H108z", c.light.hills[1])
    c.line("M255 88v264M108 220h294", PAPER, 12)
    c.rect(0, 540, WIDTH, 135, "#c78f58")
    c.rect(0, 540, WIDTH, 14, "#e2b27c")
    c.path("M430 545l30-24h420l30 24z", "#9fb4ba")
    c.rect(470, 252, 400, 272, INK, 18)
    c.rect(488, 270, 364, 232, "#f4fbfb", 6)
    c.rect(510, 294, 130, 90, c.random.choice(BRIGHT), 8)
    c.path("M560 318l36 21-36 21z", PAPER)
    for row, w in enumerate((176, 150, 164)):
        c.rect(656, 298 + row * 30, w, 14, "#bcd3d8", 7)
    for row, w in enumerate((316, 280, 200)):
        c.rect(510, 408 + row * 28, w, 14, "#d5e4e6", 7)
    tilt = c.random.randint(-16, 16)
    for index in range(4):
        w = 210 - index * 18
        c.rect(946 + tilt * (index % 2) / 2, 500 - index * 40, w, 38, c.random.choice(BRIGHT), 4)
        c.rect(970, 514 - index * 40, 70, 8, PAPER, 4)
    c.path("M1010 380h70l-10-70h-50z", CORAL)
    for angle in range(-2, 3):
        c.line(f"M1045 312q{angle * 20}-50 {angle * 36}-{120 - abs(angle) * 22}", LEAF, 12)
    c.path("M180 540h140l-18-34H198z", INK)
    c.line("M250 506V420l-70-70", INK, 10)
    c.path("M128 366l82-62 34 46-70 60z", SUN)
    for x, y, colour in ((690, 90, CORAL), (880, 140, LEAF), (560, 150, RIVER)):
        x += c.random.randint(-30, 30)
        c.path(
            f"M{x} {y}h118a18 18 0 0 1 18 18v44a18 18 0 0 1-18 18h-66"
            f"l-28 30v-30h-24a18 18 0 0 1-18-18v-44a18 18 0 0 1 18-18z",
            colour,
        )
        for dot in range(3):
            c.circle(x + 26 + dot * 34, y + 40, 8, PAPER)


def haende(c: Canvas) -> None:
    c.rect(0, 0, WIDTH, HEIGHT, c.random.choice(("#fdf0d3", "#e3f0f2", "#e4f2ea", "#f3e8f5")))
    for r, opacity in ((420, 0.3), (310, 0.4), (205, 0.6)):
        c.circle(600, 337, r, "#fff", opacity)
    skins = ["#f1c9a5", "#c68a5f", "#8d5a3b", "#e3ae84", "#5e3b2a", "#d99c72"]
    sleeves = [PETROL, CORAL, LEAF, SUN, PLUM, RIVER]
    c.random.shuffle(skins)
    c.random.shuffle(sleeves)
    count = c.random.choice((5, 6))
    turn = c.random.uniform(0, pi / 3)
    for index in range(count):
        angle = turn + index * 2 * pi / count
        dx, dy = cos(angle), sin(angle)

        def at(distance: float, aside: float, dx: float = dx, dy: float = dy) -> str:
            return f"{600 + dx * distance - dy * aside:.0f} {337 + dy * distance + dx * aside:.0f}"

        c.line(f"M{at(760, 0)}L{at(330, 0)}", sleeves[index], 112)
        c.line(f"M{at(318, -52)}L{at(318, 52)}", PAPER, 16)
        c.line(f"M{at(300, 0)}L{at(205, 0)}", skins[index], 74)
        for finger, reach in ((-42, 112), (-15, 92), (13, 92), (40, 110)):
            c.line(f"M{at(200, finger * 0.7)}L{at(reach, finger * 0.8)}", skins[index], 25)
        c.line(f"M{at(225, 34)}L{at(168, 74)}", skins[index], 27)
    c.circle(600, 337, 74, SUN)
    c.path("M600 382c-62-40-58-84-28-84 16 0 24 12 28 20 4-8 12-20 28-20 30 0 34 44-28 84z", CORAL)


def kalender(c: Canvas) -> None:
    c.rect(0, 0, WIDTH, HEIGHT, c.random.choice((PETROL, "#1f7352", "#6a3d78", "#a8452f")))
    for _ in range(12):
        c.circle(
            c.random.randint(0, WIDTH),
            c.random.randint(0, HEIGHT),
            c.random.randint(30, 120),
            "#fff",
            0.05,
        )
    c.rect(222, 92, 780, 540, INK, 28)
    c.rect(210, 76, 780, 540, PAPER, 28)
    c.path(
        "M210 176V104a28 28 0 0 1 28-28h724a28 28 0 0 1 28 28v72z",
        c.random.choice((CORAL, SUN, LEAF)),
    )
    for x in (330, 480, 720, 870):
        c.rect(x - 9, 44, 18, 72, INK, 9)
        c.circle(x, 126, 15, INK, 0.35)
    today = c.random.randint(8, 24)
    for cell in range(35):
        x, y = 244 + cell % 7 * 103, 204 + cell // 7 * 80
        c.rect(x, y, 92, 68, "#e6eff0" if cell % 7 < 5 else "#f6e6c6", 10)
        if cell == today:
            c.rect(x - 5, y - 5, 102, 78, SUN, 14)
            c.line(f"M{x + 26} {y + 36}l14 15 28-31", INK, 9)
        elif c.random.random() < 0.45:
            colour = c.random.choice(BRIGHT)
            kind = c.random.randrange(4)
            if kind == 0:
                c.circle(x + 46, y + 34, 20, colour)
            elif kind == 1:
                c.rect(x + 14, y + 24, 64, 20, colour, 10)
            elif kind == 2:
                c.path(f"M{x + 46} {y + 12}l24 42h-48z", colour)
            else:
                c.rect(x + 28, y + 16, 36, 36, colour, 8)
    c.line("M1050 600l86-190", SUN, 30)
    c.path("M1036 632l3-40 27 12z", INK)


def ideen(c: Canvas) -> None:
    ground = c.random.choice(("#0b5268", "#6a3d78", "#1f7352", "#b14a30"))
    c.rect(0, 0, WIDTH, HEIGHT, ground)
    x, y = c.random.randint(520, 680), 290
    for ray in range(18):
        angle = ray * pi / 9
        c.path(
            f"M{x} {y}L{x + 900 * cos(angle):.0f} {y + 900 * sin(angle):.0f}"
            f"L{x + 900 * cos(angle + 0.17):.0f} {y + 900 * sin(angle + 0.17):.0f}z",
            SUN,
            0.13,
        )
    for _ in range(34):
        u, v = c.random.randint(0, WIDTH), c.random.randint(0, HEIGHT)
        if abs(u - x) < 260 and v < 620:
            continue
        size, colour = c.random.randint(14, 40), c.random.choice((*BRIGHT, PAPER))
        kind = c.random.randrange(4)
        if kind == 0:
            c.circle(u, v, size * 0.6, colour)
        elif kind == 1:
            c.rect(u, v, size, size, colour, 6)
        elif kind == 2:
            c.path(f"M{u} {v}l{size} {size * 1.5:.0f}h-{size * 2}z", colour)
        else:
            c.line(f"M{u} {v}q{size} -{size} {size * 2} 0t{size * 2} 0", colour, 8)
    c.circle(x, y, 236, SUN, 0.25)
    c.path(
        f"M{x} {y - 190}a180 180 0 0 1 112 320c-26 22-34 46-34 74"
        f"h-156c0-28-8-52-34-74a180 180 0 0 1 112-320z",
        "#ffe29a",
    )
    c.line(f"M{x - 118} {y - 20}a124 124 0 0 1 74-104", "#fff", 18, 0.85)
    c.line(f"M{x - 30} {y + 200}L{x - 46} {y + 40}l46 40 46-40L{x + 30} {y + 200}", CORAL, 11)
    for row in range(3):
        c.rect(
            x - 76 + row * 6,
            y + 212 + row * 34,
            152 - row * 12,
            26,
            PAPER if row % 2 else "#cfdde0",
            13,
        )
    c.path(f"M{x - 40} {y + 314}h80l-22 26h-36z", INK)


def schild(c: Canvas) -> None:
    ground, tone = c.random.choice(
        (("#0a3e50", "#155a70"), ("#123f33", "#1f6650"), ("#33264a", "#55406f"))
    )
    c.rect(0, 0, WIDTH, HEIGHT, ground)
    for row in range(8):
        for column in range(14):
            x, y = column * 92 + row % 2 * 46, row * 96
            draw = c.random.random()
            if draw < 0.28:
                c.dots([(x, y)], tone, 52)
            elif draw < 0.5:
                c.rect(x - 24, y - 24, 48, 48, tone)
            elif draw < 0.62:
                c.dots([(x, y)], c.random.choice(BRIGHT), 18)
    outline = (
        "M600 66C690 124 780 140 872 142V330C872 470 770 560 600 626"
        "C430 560 328 470 328 330V142C420 140 510 124 600 66z"
    )
    c.path(outline, INK, 0.5)
    c.path(
        "M600 90C684 142 766 158 848 160V330C848 456 756 540 600 600"
        "C444 540 352 456 352 330V160C434 158 516 142 600 90z",
        PAPER,
    )
    left, right = c.random.sample((RIVER, LEAF, SUN, CORAL), 2)
    c.path("M600 122V564C464 510 384 436 384 330V190C458 186 530 168 600 122z", left)
    c.path("M600 122V564C736 510 816 436 816 330V190C742 186 670 168 600 122z", right)
    c.line("M538 300v-44a62 62 0 0 1 124 0v44", PAPER, 24)
    c.rect(500, 296, 200, 160, PAPER, 22)
    c.circle(600, 356, 24, INK)
    c.path("M590 366h20l9 52h-38z", INK)
