"""What changes feedback."""

import uuid

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from cms.content.plain_text import printable

from .masking import masked
from .models import PageFeedback
from .rules import Target


def give_feedback(
    target: Target, *, answer: str, reason: str = "", submission_key: uuid.UUID | None = None
) -> PageFeedback:
    """Store what a reader says about a page; the same `submission_key` stores once.

    What could tell who somebody is does not reach the database.
    """
    feedback, _is_new = PageFeedback.objects.get_or_create(
        submission_key=submission_key or uuid.uuid4(),
        defaults={
            "page": target.page,
            "part_title": target.part_title,
            "answer": answer,
            "reason": masked(printable(reason)),
        },
    )
    return feedback


def forget_old_feedback() -> int:
    """Delete feedback that is older than the settings allow; return how much."""
    first_day = timezone.localdate() - relativedelta(months=settings.FEEDBACK_MONTHS)
    deleted, _by_model = PageFeedback.objects.filter(day__lt=first_day).delete()
    return deleted
