"""The online services' part of the demo town."""

from html import escape

from wagtail.models import Page, Site

from .models import ServiceIndexPage, ServicePage

RICH_TEXTS = (
    "description",
    "eligibility",
    "requirements",
    "documents",
    "procedure",
    "legal_basis",
)
PLAIN_TEXTS = ("cost_text", "duration", "deadline")


def build(data: dict, context) -> None:
    """Build the overview and its services from services.yaml; guides must be there."""
    index = context.add_page(_home(), ServiceIndexPage, data["index"], show_in_menus=True)
    for item in data["services"]:
        _build_service(index, item, context)


def _build_service(index: ServiceIndexPage, item: dict, context) -> None:
    def translate(page: ServicePage, words: dict) -> None:
        for name, value in _words(words).items():
            setattr(page, name, value)

    context.add_page(
        index,
        ServicePage,
        item,
        translate=translate,
        **_words(item),
        online_url=item["online_url"],
        digital=item["digital"],
        sign_in=item["sign_in"],
        cost_amount=item.get("cost_amount"),
        guide=context.page(item["guide"]) if item.get("guide") else None,
        contact=context.contact(item["contact"]),
        places=[context.place(slug) for slug in item.get("places") or []],
        checked_on=context.date(-item["checked_days_ago"]),
    )


def _words(item: dict) -> dict[str, str]:
    """Return the texts of one language; what it leaves out is empty."""
    words = {name: _rich_text(item.get(name) or "") for name in RICH_TEXTS}
    words |= {name: item.get(name) or "" for name in PLAIN_TEXTS}
    words["responsible_office"] = item["office"]
    words["keywords"] = "\n".join(item["keywords"])
    return words


def _rich_text(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in value)}</ul>"
    return f"<p>{escape(value)}</p>" if value else ""


def _home() -> Page:
    return Site.objects.get(is_default_site=True).root_page.specific
