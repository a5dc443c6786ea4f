"""What the reports on feedback ask."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from cms.content.models import BasePage
from cms.content.reports import editable_pages

from .models import Answer, PageFeedback
from .rules import kinds_that_ask

# How the numbers of the answers are called in the report.
COUNTS = {"yes": Answer.YES, "partly": Answer.PARTLY, "no": Answer.NO}


def first_day(days: int) -> date:
    """Return the day on which a period that ends today began."""
    return timezone.localdate() - timedelta(days=days - 1)


def pages_with_feedback(user, since: date | None = None) -> QuerySet:
    """Return the pages that somebody may change with the numbers of answers and of reasons.

    `helped` is the share of those who said yes, in per cent.
    """
    in_period = Q(feedback__day__gte=since) if since else Q(feedback__isnull=False)
    counts = {
        name: Count("feedback", filter=in_period & Q(feedback__answer=answer))
        for name, answer in COUNTS.items()
    }
    pages = BasePage.objects.filter(pk__in=editable_pages(user).order_by().values("pk"))
    return (
        pages.defer("body")
        .annotate(
            **counts,
            total=Count("feedback", filter=in_period),
            reasons=Count("feedback", filter=in_period & ~Q(feedback__reason="")),
        )
        .filter(total__gt=0)
        .annotate(helped=F("yes") * 100 / F("total"))
    )


def reasons_for(user) -> QuerySet:
    """Return what readers gave as reasons on the pages that somebody may change."""
    return PageFeedback.objects.on(editable_pages(user)).with_reason().newest_first()


def kind_choices() -> list[tuple[str, str]]:
    """Return name and label of each kind of page that asks its readers."""
    return [(kind._meta.label_lower, kind._meta.verbose_name_plural) for kind in kinds_that_ask()]


def content_type_of(kind: str) -> ContentType:
    """Return the content type of a kind as kind_choices() names it."""
    return ContentType.objects.get_by_natural_key(*kind.split("."))
