"""The ways to look at an agenda, and the addresses at which they answer."""

from django.utils.translation import gettext_lazy as _

from cms.content.queries import translations_by_language

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
    own_url = agenda.get_url(request)
    addresses = {
        code: f"{translation.get_url(request)}{agenda.reverse_subpage(name)}"
        for code, translation in translations_by_language(agenda).items()
    }
    above = [*(page for page in agenda.pages_above if page.live), agenda]
    trail = [{"title": page.title, "url": page.get_url(request)} for page in above]
    return {
        "view_title": title,
        "metadata_title": f"{title} – {agenda.title}",
        "addresses": addresses,
        "agenda_url": own_url,
        "breadcrumb_items": [*trail, {"title": title, "url": request.path}],
    }
