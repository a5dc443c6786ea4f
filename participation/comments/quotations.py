"""The wording that the writer of a remark saw, carried through the form under our signature."""

import uuid
from dataclasses import astuple, dataclass

from django.core import signing

from cms.content.passages import Passage

SALT = "comments.quotation"
# Whoever writes for longer than a week sees the paragraph as it then reads.
SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Quotation:
    """The beginning of a paragraph, a name of its whole wording, and its language."""

    block_id: uuid.UUID
    text: str
    digest: str
    language: str


def quotation(passage: Passage, language: str) -> Quotation:
    """Return what a remark keeps of the paragraph as it reads now."""
    return Quotation(uuid.UUID(passage.id), passage.quote, passage.digest, language)


def signed(page_key: uuid.UUID, shown: Quotation) -> str:
    """Return what the form carries of a quotation that it shows."""
    block_id, *words = astuple(shown)
    return signing.dumps([str(page_key), str(block_id), *words], salt=SALT)


def carried(page_key: uuid.UUID, block_id: uuid.UUID, token: str) -> Quotation | None:
    """Return what the form showed of this paragraph, or None if we did not sign that lately."""
    try:
        page, block, *words = signing.loads(token, salt=SALT, max_age=SECONDS)
        is_meant = (page, block) == (str(page_key), str(block_id))
        return Quotation(block_id, *words) if is_meant else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
