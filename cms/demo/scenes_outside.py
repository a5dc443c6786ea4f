"""Scenes under the sky: bridge, town hall, market, river, tree."""

from math import cos, pi, sin

from .drawing import BRIGHT, CORAL, INK, LEAF, PAPER, PETROL, PLUM, RIVER, ROOFS, SUN, WIDTH, Canvas


def bruecke(c: Canvas) -> None:
    c.sky()
    c.hills(420)
    for index in range(9):
        c.house(
            30 + index * 132 + c.random.randint(0, 20),
            452,
            c.random.randint(78, 104),
            c.random.randint(70, 165),
        )
    c.waves(440, 6)
    stone, shade = ("#c9a98c", "#a98567") if c.is_night else ("#e8cfa8", "#c9a67c")
    arches = c.random.choice((3, 4, 5))
    span = WIDTH / arches
    deck = f"M0 402Q600 330 {WIDTH} 402V560H0z"
    c.path(deck, stone)
    water = c.light.water[0]
    for index in range(arches):
        x, w = index * span + 34, span - 68
        c.path(f"M{x:.0f} 560V498a{w / 2:.0f} {min(w / 2, 105):.0f} 0 0 1 {w:.0f} 0V560z", shade)
        c.path(
            f"M{x + 12:.0f} 566V504"
            f"a{w / 2 - 12:.0f} {min(w / 2, 105) - 12:.0f} 0 0 1 {w - 24:.0f} 0V566z",
            water,
        )
        c.path(f"M{x - 34:.0f} 575l10-50h48l10 50z", shade)
    c.line(f"M0 398Q600 326 {WIDTH} 398", PAPER, 10)
    for index in range(7):
        x = 90 + index * 170
        y = 398 - 36 * (1 - ((x - 600) / 600) ** 2)
        c.line(f"M{x} {y:.0f}v-52", INK, 5)
        c.circle(x, y - 58, 10, SUN)
    x = c.random.randint(180, 900)
    c.path(f"M{x} 610h150l-26 34h-98z", CORAL)
    c.path(f"M{x + 72} 600v-96l56 84z", PAPER)
    c.path(f"M{x + 64} 600v-70l-36 62z", SUN)


def rathaus(c: Canvas) -> None:
    c.sky()
    c.hills(470)
    for index in range(4):
        c.house(14 + index * 100, 566, 88, c.random.randint(130, 210))
        c.house(802 + index * 100, 566, 88, c.random.randint(130, 210))
    wall, trim = c.random.choice(
        (("#f1dcae", "#d7a55f"), ("#f4e6cf", "#c98b6b"), ("#e8c9a2", "#b9784d"))
    )
    roof = c.random.choice(ROOFS)
    pane = SUN if c.is_night else "#fffdf5"
    c.path("M330 330L400 236H800L870 330z", roof)
    c.rect(350, 326, 500, 248, wall)
    c.path("M528 240L600 150L672 240V330H528z", wall)
    c.rect(556, 96, 88, 190, wall)
    c.path(f"M544 100L600 {c.random.randint(8, 24)}L656 100z", roof)
    c.circle(600, 190, 34, trim)
    c.circle(600, 190, 27, PAPER)
    c.line("M600 190v-17M600 190l12 8", INK, 4)
    c.rect(350, 410, 500, 10, trim)
    for row, y in enumerate((346, 436)):
        for index in range(8):
            x = 372 + index * 60
            if row and index in (3, 4):
                continue
            c.path(f"M{x} {y + 52}v-34a18 18 0 0 1 36 0v34z", pane)
    c.path("M552 574v-66a48 48 0 0 1 96 0v66z", PETROL)
    c.rect(598, 466, 4, 108, INK)
    c.rect(0, 570, WIDTH, 105, "#d8c8a6" if not c.is_night else "#31505a")
    for index in range(16):
        c.rect(index * 80 - 20, 604, 44, 9, "#fff", 4)
        c.rect(index * 80 + 18, 636, 54, 9, "#fff", 4)
    for side in (300, 900):
        c.line(f"M{side} 574V366", INK, 6)
        c.path(f"M{side} 370h70l-16 22 16 22h-70z", c.random.choice((CORAL, LEAF, RIVER)))
    for x in (60, 190, 1010, 1140):
        c.tree(x, 596, c.random.randint(90, 118))


def marktplatz(c: Canvas) -> None:
    c.sky()
    x = -20
    while x < WIDTH:
        w = c.random.randint(140, 196)
        c.house(x, 520, w, c.random.randint(210, 300))
        x += w + 3
    c.rect(0, 516, WIDTH, 159, "#e0cfa9" if not c.is_night else "#35525c")
    for row in range(3):
        for index in range(8):
            c.rect(index * 160 + row % 2 * 64 - 30, 552 + row * 42, 96, 6, "#fff", opacity=0.35)
    c.line(f"M0 120{'q60 34 120 0' * 10}", INK, 4)
    flags = []
    for x in range(8, WIDTH, 40):
        y = 120 + 17 * sin((x % 120) / 120 * pi)
        flags.append((BRIGHT[x // 40 % len(BRIGHT)], f"M{x} {y:.0f}h24l-12 30z"))
    c.scatter(flags)
    for index in range(4):
        x = 50 + index * 285 + c.random.randint(-12, 12)
        colour = c.random.choice((CORAL, LEAF, RIVER, PLUM))
        c.rect(x + 12, 430, 8, 176, "#7a5a45")
        c.rect(x + 208, 430, 8, 176, "#7a5a45")
        for first, cloth in ((0, colour), (38, PAPER)):
            for left in range(x + first, x + 228, 76):
                c.path(f"M{left} 400h38v44a19 19 0 0 1-38 0z", cloth)
        c.path(f"M{x} 402l22-34h184l22 34z", colour)
        c.rect(x + 4, 548, 220, 60, "#a9744d", 6)
        for first, colour in enumerate(c.random.sample((CORAL, SUN, LEAF, "#b84a62"), 3)):
            c.dots([(x + 26 + fruit * 22, 546) for fruit in range(first, 9, 3)], colour, 24)


def fluss(c: Canvas) -> None:
    c.sky()
    c.hills(330)
    c.path(f"M0 395Q600 330 {WIDTH} 400V675H0z", "#7fbf8c" if not c.is_night else "#1b5a52")
    bend = c.random.randint(-120, 120)
    for inset, colour in ((0, "#f3e3b8"), (16, c.light.water[0])):
        c.path(
            f"M{640 + inset // 2} 372C{760 + bend} 400 {420 + bend + inset} 430 {520 + inset} 490"
            f"S{880 + bend + inset} 560 {300 + inset * 2} 675H{960 - inset * 3}"
            f"C{1130 + bend - inset * 2} 560 {640 + bend} 500 {690 - inset} 450"
            f"S{820 + bend} 400 {668 - inset // 2} 372z",
            colour,
        )
    for _ in range(8):
        x, y = c.random.randint(480, 760), c.random.randint(570, 660)
        c.line(f"M{x} {y}q18-10 36 0t36 0", c.light.water[1], 5, 0.8)
    for band in range(5):
        x = 20 + band * 62
        c.path(f"M{x} 675L{x + 130} 470h26L{x + 34} 675z", SUN, 0.45)
    for _ in range(13):
        side = c.random.choice(((20, 330), (860, 1180)))
        y = c.random.randint(410, 600)
        c.tree(c.random.randint(*side), y, 30 + (y - 390) * 0.42)
    c.house(c.random.randint(880, 980), 450, 74, 62)
    c.house(c.random.randint(1000, 1090), 470, 84, 66)
    for x in (150, 260):
        c.circle(x, 330, 5, INK)
        c.line(f"M{x} 420V336", PAPER, 8)
        for blade in range(3):
            angle = blade * 2 * pi / 3 + x
            c.line(f"M{x} 330L{x + 52 * cos(angle):.0f} {330 + 52 * sin(angle):.0f}", PAPER, 7)


def baum(c: Canvas) -> None:
    c.sky()
    c.hills(470)
    c.path(f"M0 560Q600 470 {WIDTH} 560V675H0z", "#86c08a" if not c.is_night else "#1d5b4f")
    x = c.random.randint(520, 680)
    c.path(
        f"M{x - 46} 590C{x - 20} 500 {x - 26} 420 {x - 24} 330"
        f"h48C{x + 26} 420 {x + 20} 500 {x + 46} 590z",
        "#6b4a3a",
    )
    for side, height in ((-150, 300), (140, 280), (-90, 220), (96, 200)):
        c.line(f"M{x} 420Q{x + side // 3} 350 {x + side} {height}", "#6b4a3a", 20)
    greens = (LEAF, "#3fa47d", "#257558", "#6bb987", "#8fcf9c")
    for _ in range(46):
        angle, reach = c.random.uniform(0, 2 * pi), c.random.uniform(0, 1) ** 0.6
        u, v = x + cos(angle) * reach * 270, 240 + sin(angle) * reach * 165
        c.circle(u, v, c.random.randint(34, 62), c.random.choice(greens))
    for _ in range(16):
        angle, reach = c.random.uniform(0, 2 * pi), c.random.uniform(0.2, 1)
        u, v = x + cos(angle) * reach * 270, 240 + sin(angle) * reach * 165
        c.circle(u, v, c.random.randint(11, 17), c.random.choice((SUN, CORAL, PAPER)))
    for u in (90, 230, 980, 1110):
        c.tree(u, 600 + c.random.randint(-14, 20), c.random.randint(70, 110))
    bench = x + c.random.choice((-260, 190))
    c.rect(bench, 560, 120, 12, CORAL, 5)
    c.rect(bench, 532, 120, 12, CORAL, 5)
    c.line(f"M{bench + 14} 530v66M{bench + 106} 530v66", INK, 7)
