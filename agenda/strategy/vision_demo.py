"""The guiding vision of the demo town, draft by draft, as it was written in public."""

from collections.abc import Iterator

from cms.content import versions
from cms.content.models import Participation

from .models import VisionPage


def build(data: dict, context) -> Iterator[tuple[VisionPage, list[dict]]]:
    """Publish each draft and then the text of today; `data` is the content of vision.yaml.

    Yields the page after each, with the remarks that people made on it then.
    """
    page = context.add_page(
        context.page("agenda"),
        VisionPage,
        data["page"],
        translate=_translate,
        participation=Participation.COMMENTS,
        introduction=context.rich_text(data["page"]["introduction"]),
        remarks_until=context.date(data["remarks_until_in_days"]),
    )
    for draft in data["drafts"]:
        page = _rewritten(page, draft["body"], context)
        versions.name_version(
            page,
            label=draft["label"],
            published_on=context.date(-draft["days_ago"]),
            note=draft["note"],
        )
        yield page, draft["remarks"]
    yield _rewritten(page, data["page"]["body"], context), data["remarks"]


def _translate(page: VisionPage, words: dict) -> None:
    page.introduction = words["introduction"]


def _rewritten(page: VisionPage, body: list[dict], context) -> VisionPage:
    page.body = context.body(body)
    page.save_revision(log_action=False).publish(log_action=False)
    return VisionPage.objects.get(pk=page.pk)
