"""Links inside the site: what of their pages and documents is not there for readers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail.documents import get_document_model
from wagtail.models import Page

from ..models import BasePage
from ..models.links import LinkKind, LinkProblem
from .reading import Links


@dataclass(frozen=True)
class BrokenTarget:
    """A page or document that a link leads to in vain."""

    kind: LinkKind
    address: str
    title: str
    problem: LinkProblem


def broken_targets(found: dict[Page, Links]) -> dict[Page, set[BrokenTarget]]:
    """Return for each page where its links lead in vain; three questions for all of them."""
    targets = _Targets(found.values())
    pages = BasePage.objects.filter(pk__in=[page.pk for page in found])
    private = set(pages.filter(pages.private_q()).values_list("pk", flat=True))
    return {
        page: set(targets.broken(page, links, page.pk in private)) for page, links in found.items()
    }


class _Targets:
    """What the links of some pages lead to."""

    def __init__(self, all_links: Iterable[Links]) -> None:
        all_links = list(all_links)
        ids = {pk for links in all_links for pk in links.pages}
        chosen = BasePage.objects.filter(pk__in=ids).values("translation_key")
        planned = BasePage.objects.filter(translation_key__in=chosen).defer("body")
        pages = list(planned.annotate_privacy())
        self.pages = {page.pk: page for page in pages}
        self.live = {(page.translation_key, page.locale_id): page for page in pages if page.live}
        documents = {pk for links in all_links for pk in links.documents}
        existing = get_document_model().objects.filter(pk__in=documents)
        self.documents = set(existing.values_list("pk", flat=True))

    def broken(self, page: Page, links: Links, is_private: bool) -> Iterator[BrokenTarget]:
        for pk in sorted(links.pages):
            if target := self._broken_page(page, pk, is_private):
                yield target
        for pk in sorted(links.documents - self.documents):
            yield BrokenTarget(LinkKind.DOCUMENT, str(pk), "", LinkProblem.GONE)

    def _broken_page(self, page: Page, pk: int, is_private: bool) -> BrokenTarget | None:
        chosen = self.pages.get(pk)
        if chosen is None:
            return BrokenTarget(LinkKind.PAGE, str(pk), "", LinkProblem.GONE)
        # Readers are led to the page in their language where there is one.
        target = self.live.get((chosen.translation_key, page.locale_id), chosen)
        if not target.live:
            problem = LinkProblem.UNPUBLISHED
        elif target.is_private and not is_private:
            problem = LinkProblem.PRIVATE
        else:
            return None
        return BrokenTarget(LinkKind.PAGE, str(target.pk), target.title, problem)
