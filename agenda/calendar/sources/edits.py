"""Whether an editor has changed what an import wrote.

Revisions are compared by what they say, not by their number: publishing a draft as it is
makes a new revision, and the editor's form writes the same words in other markup.
"""

import html
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Revision

from ..models import ImportedEvent
from ..repetition import plain

# What Wagtail notes about a page, where it stands and what people wrote beside it.
BOOKKEEPING = {
    "pk",
    "path",
    "depth",
    "numchild",
    "url_path",
    "draft_title",
    "live",
    "expired",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "live_revision",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
    "alias_of",
    "wagtail_admin_comments",
    "comments",
}
OF_ROWS = {"pk", "page", "sort_order", "translation_key", "locale"}
_BLOCK_KEY = re.compile(r'\s+data-block-key="[^"]*"')
_BREAK = re.compile(r"<br\s*/?>")


def is_edited(row: ImportedEvent) -> bool:
    """Say whether an editor has changed the page of an event since it was imported."""
    if row.page.latest_revision_id == row.revision_id:
        return False
    written = Revision.objects.filter(pk=row.revision_id).first()
    return written is None or not says_the_same(written, row.page.latest_revision)


def says_the_same(first: Revision, second: Revision) -> bool:
    """Say whether two revisions of an event differ in nothing that anybody wrote."""
    return _statement(first.content) == _statement(second.content)


def _statement(content: dict) -> dict:
    # A revision that was just saved still holds moments and days, not yet their texts.
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    said = {name: value for name, value in content.items() if name not in BOOKKEEPING}
    said = {name: _rows(value) if _is_rows(value) else value for name, value in said.items()}
    said["body"] = _without_traces(json.loads(content["body"]))
    said["recurrence"] = _rule(content)
    return said


def _is_rows(value) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _rows(rows: list[dict]) -> list[str]:
    """Return the rows of a page in an order of their own; editors' forms number them anew."""
    kept = ({name: row[name] for name in row if name not in OF_ROWS} for row in rows)
    return sorted(json.dumps(row, sort_keys=True) for row in kept)


def _without_traces(value):
    """Return blocks without the marks that an editor's form leaves on them."""
    if isinstance(value, dict):
        return {name: _without_traces(each) for name, each in value.items() if name != "id"}
    if isinstance(value, list):
        return [_without_traces(each) for each in value]
    if isinstance(value, str):
        return html.unescape(_BREAK.sub("<br>", _BLOCK_KEY.sub("", value)))
    return value


def _rule(content: dict) -> str:
    """Return the rule as the editor's form would write it."""
    zone = ZoneInfo(content["time_zone"])
    first = datetime.fromisoformat(content["starts_at"]).astimezone(zone).date()
    repetition = plain(content["recurrence"], first)
    return repetition.rule(first) if repetition else content["recurrence"]
