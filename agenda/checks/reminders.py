"""Who is reminded of which checks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import notices
from .models import CheckedPage, CheckReminder, checked_models
from .rules import with_recipients

REMIND_BEFORE = timedelta(days=14)


def remind() -> int:
    """Remind everybody of the checks that lapse soon or have lapsed; return how many mails.

    Each person gets one mail about all that is new, and hears of each check once before it
    lapses and once when it has.
    """
    groups = defaultdict(list)
    for page in _pages_to_check():
        groups[page.responsible].append(page)
    return sum(_remind(person, pages) for person, pages in groups.items())


def _pages_to_check() -> list[CheckedPage]:
    until = timezone.localdate() + REMIND_BEFORE
    pages = []
    for model in checked_models():
        due = with_recipients(model.objects.filter(alias_of=None).check_is_due(until))
        pages += due.filter(is_answered_for=True).select_related("locale", "responsible")
    return sorted(_one_language_each(pages), key=lambda page: (page.next_check_on, page.pk))


def _one_language_each(pages: list[CheckedPage]) -> Iterable[CheckedPage]:
    """Keep for each person one language of a page, the German one first: they check all at once."""
    chosen: dict = {}
    for page in sorted(pages, key=lambda page: (not _is_german(page), page.pk)):
        chosen.setdefault((page.responsible_id, page.translation_key), page)
    return chosen.values()


def _is_german(page: CheckedPage) -> bool:
    return page.locale.language_code == settings.LANGUAGE_CODE


@transaction.atomic
def _remind(person, pages: list[CheckedPage]) -> bool:
    # Another worker that is at it makes this one wait, and then find that all is done.
    reminders = [(page, _reminder(person, page)) for page in pages]
    new = [(page, reminder) for page, reminder in reminders if reminder is not None]
    if new:
        notices.checks_due(person, [page for page, _reminder in new], new[0][1])
    return bool(new)


def _reminder(person, page: CheckedPage) -> CheckReminder | None:
    """Note that `person` is reminded of the check; None if they were before."""
    has_lapsed = page.next_check_on <= timezone.localdate()
    stage = CheckReminder.Stage.LAPSED if has_lapsed else CheckReminder.Stage.BEFORE
    reminder, is_new = CheckReminder.objects.get_or_create(
        page_id=page.pk, person=person, due_on=page.next_check_on, stage=stage
    )
    return reminder if is_new else None
