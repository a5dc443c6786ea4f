"""The directories' part of the demo town."""

from wagtail.models import Page, Site

from cms.content.models import District

from .models import DirectoryEntry, DirectoryIndexPage, DirectoryPage, EntryState


def build(data: dict, context) -> None:
    """Build the overview, its directories and their entries from directories.yaml.

    Organisations must be there: entries carry their names.
    """
    index = context.add_page(_home(), DirectoryIndexPage, data["index"])
    for item in data["directories"]:
        directory = context.add_page(
            index, DirectoryPage, item, kind_label=item.get("kind_label") or ""
        )
        # The newest entry stands first in a list, as the first one in the file should.
        for entry in reversed(item["entries"]):
            _build_entry(directory, entry, context)


def _build_entry(directory: DirectoryPage, item: dict, context) -> None:
    slug = item.get("organisation")
    organisation = context.organisation(slug) if slug else None
    district = item.get("district")
    days = item.get("expires_in_days")
    entry = DirectoryEntry.objects.create(
        directory=directory,
        state=EntryState.PUBLISHED,
        kind=item["kind"],
        title=item["title"],
        summary=item["summary"],
        text=context.rich_text(item["text"]),
        organisation_name=organisation.name if organisation else "",
        district=context.find(District, district) if district else None,
        contact_hint=item.get("contact_hint") or "",
        expires_on=None if days is None else context.date(days),
    )
    entry.audiences.set(context.audiences(item.get("audiences") or []))


def _home() -> Page:
    return Site.objects.get(is_default_site=True).root_page.specific
