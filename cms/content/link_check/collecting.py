"""Which links stand on which public pages."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ..models.links import LinkCheck, LinkKind, LinkState, LinkUse
from .reading import Links, links_of
from .targets import BrokenTarget, broken_targets

PAGES_AT_ONCE = 100


def collect_links() -> int:
    """Read the links of all public pages anew; return how many pages were read."""
    count = 0
    for pages in _live_pages():
        collect_links_of(pages)
        count += len(pages)
    forget_unused()
    return count


def collect_links_of(pages: list[Page]) -> None:
    """Read the links of these specific pages anew."""
    found = {page: links_of(page) for page in pages}
    broken = broken_targets(found)
    with transaction.atomic():
        ids = _store_addresses(found) | _store_broken(broken)
        uses = {
            (ids[key], page.pk)
            for page in pages
            for key in _keys(found[page], broken[page])
            if key in ids
        }
        _store_uses(pages, uses)


def forget_unused() -> None:
    """Drop what no public page holds any more; an editor's wish to ignore it stays."""
    LinkUse.objects.exclude(page__live=True).delete()
    LinkCheck.objects.filter(uses=None, is_ignored=False).delete()


def _live_pages() -> Iterator[list[Page]]:
    ids = list(Page.objects.live().filter(depth__gt=1).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PAGES_AT_ONCE):
        some = Page.objects.filter(pk__in=ids[start : start + PAGES_AT_ONCE])
        yield list(some.order_by("pk").specific())


def _keys(links: Links, broken: set[BrokenTarget]) -> Iterator[tuple[str, str]]:
    yield from ((LinkKind.WEB.value, url) for url in links.urls)
    yield from ((target.kind.value, target.address) for target in broken)


def _ids(kind: LinkKind, addresses: set[str]) -> dict[tuple[str, str], int]:
    rows = LinkCheck.objects.filter(kind=kind, address__in=addresses)
    return {(kind.value, address): pk for address, pk in rows.values_list("address", "pk")}


def _store_addresses(found: dict[Page, Links]) -> dict[tuple[str, str], int]:
    urls = {url for links in found.values() for url in links.urls}
    known = _ids(LinkKind.WEB, urls)
    new = sorted(url for url in urls if (LinkKind.WEB.value, url) not in known)
    LinkCheck.objects.bulk_create(
        [LinkCheck(kind=LinkKind.WEB, address=url) for url in new], ignore_conflicts=True
    )
    return known | (_ids(LinkKind.WEB, set(new)) if new else {})


def _store_broken(broken: dict[Page, set[BrokenTarget]]) -> dict[tuple[str, str], int]:
    """Store what is not there for readers; it needs no second look a day later."""
    now, ids = timezone.now(), {}
    targets = {(t.kind, t.address): t for items in broken.values() for t in items}
    rows = [
        LinkCheck(
            kind=target.kind,
            address=target.address,
            title=target.title,
            state=LinkState.BROKEN,
            problem=target.problem,
            checked_at=now,
            first_failed_at=now,
        )
        for _key, target in sorted(targets.items())
    ]
    LinkCheck.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "address"],
        update_fields=["title", "state", "problem", "checked_at"],
    )
    for kind in (LinkKind.PAGE, LinkKind.DOCUMENT):
        ids |= _ids(kind, {address for known, address in targets if known == kind})
    return ids


def _store_uses(pages: list[Page], uses: set[tuple[int, int]]) -> None:
    known = {
        (link, page): pk
        for pk, link, page in LinkUse.objects.filter(page__in=pages).values_list(
            "pk", "link_id", "page_id"
        )
    }
    gone = [pk for key, pk in known.items() if key not in uses]
    LinkUse.objects.filter(pk__in=gone).delete()
    LinkUse.objects.bulk_create(
        [LinkUse(link_id=link, page_id=page) for link, page in sorted(uses - set(known))],
        ignore_conflicts=True,
    )
