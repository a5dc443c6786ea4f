"""Makes of a page's HTML what paper needs: no controls, addresses in words, headings in order."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
ON_SCREEN_ONLY = ["svg", "script", "style", "iframe", "video", "audio", "object", "embed", "form"]


def for_paper(html: str, *, root_url: str, sources: set[str]) -> str:
    """Return the document `html` as it is printed.

    `root_url` completes addresses; pictures that are not in `sources` are left out.
    """
    document = BeautifulSoup(html, "html.parser")
    for tag in document.find_all(ON_SCREEN_ONLY):
        tag.decompose()
    for picture in document.find_all("img"):
        if picture.get("src") not in sources:
            picture.replace_with(picture.get("alt", ""))
    _open(document)
    _let_words_lead_to_their_meaning(document)
    for link in document.find_all("a", href=True):
        _write_out(link, root_url)
    _put_headings_in_order(document)
    return str(document)


def _open(document: BeautifulSoup) -> None:
    """Show what a reader on screen would unfold."""
    for tag in document.find_all("details"):
        tag.name = "div"
    for tag in document.find_all("summary"):
        tag.name = "p"
        tag["class"] = "unfolded"


def _let_words_lead_to_their_meaning(document: BeautifulSoup) -> None:
    for button in document.find_all("button"):
        if target := button.get("popovertarget"):
            button.name, button.attrs = "a", {"href": f"#{target}", "class": "word"}
        else:
            button.unwrap()


def _write_out(link: Tag, root_url: str) -> None:
    """Complete the address of a link, and print it behind its text unless that says it."""
    href = link["href"].strip()
    if href.startswith("#"):
        return
    address = urljoin(f"{root_url}/", href)
    link.attrs = {"href": address}
    scheme, _colon, rest = address.partition(":")
    if scheme == "tel":
        return
    if scheme not in {"http", "https", "mailto"}:
        link.unwrap()
        return
    shown = rest.removeprefix("//").removesuffix("/")
    if shown not in link.get_text():
        written = BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": "address"})
        written.string = f" ({shown})"
        link.append(written)


def _put_headings_in_order(document: BeautifulSoup) -> None:
    """Let headings inside a part stand below the part's own one, and skip no level.

    Blocks count from the second level, as they stand on a page; here they are parts of chapters.
    """
    level = 0
    for heading in document.find_all(HEADINGS):
        wanted = int(heading.name[1])
        if heading.find_parent(class_="part__body"):
            wanted += 1
        level = min(wanted, level + 1, len(HEADINGS))
        heading.name = f"h{level}"
