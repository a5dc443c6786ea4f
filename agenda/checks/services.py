"""Saying that a page is still right, without publishing what somebody is still writing."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from agenda.publishing import change_everywhere, locked_in_all_languages
from cms.content import page_cache

from . import rules
from .models import CheckedPage, CheckReminder, checked_models

CONFIRMED = "checks.confirm"


@transaction.atomic
def confirm(page: CheckedPage, *, by) -> CheckedPage:
    """Tell readers that `by` found `page` right today, in all languages that `by` answers for.

    What waits as a draft goes on waiting. Confirming again on the same day changes nothing.
    Raises NotPublic or NotAllowed.
    """
    pages = locked_in_all_languages(page)
    page = next(one for one in pages if one.pk == page.pk)
    if not rules.may_confirm(by, page):
        raise rules.NotAllowed
    if not page.live:
        raise rules.NotPublic
    for one in sorted(pages, key=lambda one: one.pk != page.pk):
        if one.checked_on != timezone.localdate() and rules.may_confirm(by, one):
            _note_everywhere(one, by)
    CheckReminder.objects.filter(page__in=[one.pk for one in pages]).delete()
    return type(page).objects.get(pk=page.pk)


def _note_everywhere(page: CheckedPage, by) -> None:
    """Note the check; readers go on seeing of which day the text is."""
    published_at = page.last_published_at
    change_everywhere(page, _note_check, by=by, log_action=CONFIRMED)
    if page.live:
        same = Page.objects.filter(Q(pk=page.pk) | Q(alias_of=page.pk))
        same.update(last_published_at=published_at)


def _note_check(page: CheckedPage) -> None:
    page.checked_on = timezone.localdate()


def purge_lapsed() -> None:
    """Drop the stored answers of pages whose check lapsed lately: only the day has changed."""
    today = timezone.localdate()
    for model in checked_models():
        lapsed = model.objects.check_is_due().filter(next_check_on__gte=today - timedelta(days=1))
        for page in lapsed:
            page_cache.purge_urls(page.addresses_with_check())
