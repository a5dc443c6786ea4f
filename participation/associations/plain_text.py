"""The text of an event as an association writes it: without markup."""

from bs4 import BeautifulSoup

from agenda.calendar.models import EventPage


def plain_text(event: EventPage) -> str:
    """Return the paragraphs of the event's text blocks, with blank lines between them."""
    paragraphs = []
    for block in event.body:
        if block.block_type == "text":
            parts = BeautifulSoup(block.value.source, "html.parser").find_all(["p", "li"])
            paragraphs += [part.get_text(" ", strip=True) for part in parts]
    return "\n\n".join(filter(None, paragraphs))
