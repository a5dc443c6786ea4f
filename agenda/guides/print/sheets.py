"""One page that makes others curious: a poster for notice boards, a flyer to hand out."""

from dataclasses import dataclass

from django.db import models
from django.template.loader import render_to_string
from django.utils import translation

from cms.content.models import SiteIdentity
from cms.content.templatetags.content_tags import bcp47

from .layout import for_paper
from .materials import Materials
from .paper import Job

TEMPLATE = "guides/print/sheet.html"
# A long word in big type must still fit between the margins.
LONG_TITLE, LONG_WORD = 45, 16


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
    def is_long(self) -> bool:
        """Say whether the title needs smaller type."""
        return len(self.title) > LONG_TITLE or max(map(len, self.title.split())) > LONG_WORD


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
            "qr_code": materials.qr_code(sheet.url),
        }
        html = render_to_string(TEMPLATE, context)
        html = for_paper(html, root_url=sheet.site.root_url, sources=set(materials.files))
    return Job(html, materials.files)
