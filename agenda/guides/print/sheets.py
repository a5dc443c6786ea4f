"""One page that makes others curious: a poster for notice boards, a flyer to hand out."""

from dataclasses import dataclass

from django.db import models
from django.template.loader import render_to_string
from django.utils import translation

from cms.content.easy_language.pages import EASY_LANGUAGE
from cms.content.models import SiteIdentity
from cms.content.templatetags.content_tags import bcp47

from .layout import for_paper
from .materials import Materials
from .paper import Job

TEMPLATE = "guides/print/sheet.html"
# A long word in big type must still fit between the margins.
LONG_TITLE, LONG_WORD = 45, 16
LONGEST_TITLE, LONGEST_WORD = 90, 24
# Millimetres; where the title needs the room, the picture gives way.
PICTURE_HEIGHTS = {"a4": {"": 54, "long": 40}, "a5": {"": 38, "long": 28}}


class Paper(models.TextChoices):
    """The sizes that printers have; the value names the design of the sheet."""

    A4 = "a4", "A4"
    A5 = "a5", "A5"


@dataclass(frozen=True)
class Sheet:
    """What is made known: any page of the site, in one language."""

    title: str
    summary: str
    url: str
    site: models.Model
    language_code: str
    eyebrow: str = ""
    as_of: str = ""
    picture: models.Model | None = None

    @property
    def is_easy(self) -> bool:
        """Say whether the text is in Leichte Sprache."""
        return self.language_code == EASY_LANGUAGE

    @property
    def length(self) -> str:
        """Return whether the title needs smaller type, as the design names it."""
        title, word = len(self.title), max(map(len, self.title.split()), default=0)
        if title > LONGEST_TITLE or word > LONGEST_WORD:
            return "longest"
        return "long" if title > LONG_TITLE or word > LONG_WORD else ""


def sheet_to_print(sheet: Sheet, paper: Paper) -> Job:
    """Return `sheet` on `paper`: title, summary, QR code, and room for a stamp."""
    with translation.override(sheet.language_code):
        materials = Materials()
        identity = SiteIdentity.for_site(sheet.site)
        context = {
            "sheet": sheet,
            "paper": paper.value,
            "identity": identity,
            "lang": bcp47(sheet.language_code),
            "logo": materials.picture(identity.logo),
            "picture": materials.picture(sheet.picture),
            "picture_height": PICTURE_HEIGHTS[paper.value].get(sheet.length, 0),
            "qr_code": materials.qr_code(sheet.url),
        }
        html = render_to_string(TEMPLATE, context)
        html = for_paper(html, root_url=sheet.site.root_url, sources=set(materials.files))
    return Job(html, materials.files)
