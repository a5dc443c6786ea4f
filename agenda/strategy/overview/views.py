"""The ways to look at an agenda, and the addresses at which they answer."""

from django.utils.translation import gettext_lazy as _

from cms.content.queries import addresses_below

VIEWS = {
    "list": _("List"),
    "board": _("Board"),
    "timeline": _("Schedule"),
    "matrix": _("Matrix"),
    "changes": _("What has changed"),
}
# What has filters of its own takes none along.
WITHOUT_FILTERS = {"changes"}


def view_links(agenda, request, *, current: str = "", query_string: str = "") -> list[dict]:
    """Return the ways to look at the agenda; `query_string` keeps the filters."""
    base = agenda.get_url(request)

    def link(name: str, label: str) -> dict:
        query = f"?{query_string}" if query_string and name not in WITHOUT_FILTERS else ""
        return {
            "label": label,
            "url": f"{base}{agenda.reverse_subpage(name)}{query}",
            "is_current": name == current,
            "is_filtered": bool(query),
        }

    return [link(name, label) for name, label in VIEWS.items()]


def context_of_address(agenda, request, name: str) -> dict:
    """Return what an address below the agenda's own needs: title, way, languages."""
    title = str(VIEWS[name])
    return {
        "view_title": title,
        "metadata_title": f"{title} – {agenda.title}",
        "addresses": addresses_below(agenda, request, agenda.reverse_subpage(name)),
        "agenda_url": agenda.get_url(request),
        "breadcrumb_items": agenda.trail(request, below=title),
    }
