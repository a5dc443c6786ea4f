"""Translators translate words; dates and names follow the source."""

from datetime import timedelta

import pytest
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from agenda.calendar.models import CancelledDate, EventPage, ExtraDate, MovedDate, SkippedDate
from agenda.calendar.services import sync_all

from .factories import a_calendar, an_event, in_days

pytestmark = pytest.mark.django_db
FEEDS = [f"/en/kalender-feeds/kalender.{ending}" for ending in ("ics", "xml")]


def test_a_translation_takes_over_the_dates_and_translates_the_reason(
    client, root, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 0
    english = Locale.objects.get_or_create(language_code="en")[0]
    if not root.has_translation(english):
        root.copy_for_translation(english)
    root.get_translation(english).save_revision().publish()
    calendar = a_calendar()
    calendar.copy_for_translation(english).save_revision().publish()
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=5", is_online=True)
    event.cancelled_dates.add(
        CancelledDate(date=in_days(17).date(), reason="Sturm", locale=event.locale)
    )
    moved = MovedDate(date=in_days(31).date(), reason="Fest", locale=event.locale)
    moved.starts_at, moved.ends_at = in_days(32), in_days(32, 20)
    event.moved_dates.add(moved)
    event.skipped_dates.add(SkippedDate(date=in_days(24).date()))
    start = in_days(12)
    event.extra_dates.add(ExtraDate(starts_at=start, ends_at=start + timedelta(hours=1)))
    event.save_revision().publish()
    event = EventPage.objects.get(pk=event.pk)
    source, _created = TranslationSource.update_or_create_from_instance(event)
    translation = Translation.objects.create(source=source, target_locale=english)
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            data=f"EN {segment.string.data}",
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target()
    translated = EventPage.objects.get(translation_key=event.translation_key, locale=english)
    assert translated.title == f"EN {event.title}"
    assert (translated.recurrence, translated.is_online) == (event.recurrence, True)
    assert [row.reason for row in translated.cancelled_dates.all()] == ["EN Sturm"]
    [moved] = translated.moved_dates.all()
    assert (moved.reason, moved.starts_at) == ("EN Fest", in_days(32))
    assert translated.skipped_dates.count() == translated.extra_dates.count() == 1
    assert event.occurrences.count() == 5
    assert event.occurrences.get(is_cancelled=True).cancellation_reason == "Sturm"
    english_doors = [translated.url, translated.feed_url, *FEEDS]
    for door in english_doors:
        response = client.get(door)
        assert response.status_code == 200, door
        text = _unfolded(response)
        assert ("EN Sturm" in text, "EN Fest" in text) == (True, True), door
    german = _unfolded(client.get(event.feed_url))
    assert "EN " not in german
    assert "Sturm" in german
    english_rows = CancelledDate.objects.filter(page=translated)
    english_rows.delete()
    assert "Sturm" in _unfolded(client.get(translated.feed_url))
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    sync_all()
    assert "Sturm" not in _unfolded(client.get(translated.feed_url))


def _unfolded(response) -> str:
    """Return the text with the lines of iCalendar put together again."""
    return response.getvalue().decode().replace("\r\n ", "")
