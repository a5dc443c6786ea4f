"""Guides of the town on paper, one in each language."""

import pytest
from django.conf import settings

from agenda.guides import printing
from agenda.guides.models import FileKind, GuidePage
from agenda.guides.print.paper import to_pdf
from tests.guides.pdf_structure import Pdf, unbroken


@pytest.mark.parametrize("language_code", [code for code, _name in settings.LANGUAGES])
def test_a_guide_of_the_town_is_accessible_on_paper(demo_town, language_code):
    guides = GuidePage.objects.live().filter(locale__language_code=language_code)
    guide = max(guides, key=lambda page: len(page.ordered_chapters))
    for kind in (FileKind.GUIDE, FileKind.FLYER):
        pdf = Pdf(to_pdf(printing.job_for(guide, kind)).content)
        assert pdf.faults() == []
        assert str(pdf.root.Lang) == language_code.split("-")[0]
        assert "<" not in pdf.text
        told = [unbroken(words) for _level, words in pdf.headings]
        expected = [
            guide.title,
            *(c.title for c in guide.ordered_chapters if kind == FileKind.GUIDE),
        ]
        places = [told.index(unbroken(words)) for words in expected]
        assert places == sorted(places)
