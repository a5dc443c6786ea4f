"""Measures with news, and people who follow them."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Locale

from agenda.strategy.models import MeasurePage, MeasureUpdate
from participation.accounts.models import User
from participation.subscriptions import services
from participation.subscriptions.models import Subscription
from tests.strategy.factories import a_field, a_measure, an_agenda


def a_followable_measure(root, **fields) -> MeasurePage:
    """Return a public measure of a new agenda."""
    return a_measure(a_field(an_agenda(root)), title="WLAN im Bus", **fields)


def an_update(measure: MeasurePage, *, days_ago: int = 0, **fields) -> MeasureUpdate:
    """Return news of the measure, published so many days ago."""
    values = {"title": "Der erste Bus fährt", "text": "<p>Mit WLAN.</p><p>Und Strom.</p>"}
    measure = MeasurePage.objects.get(pk=measure.pk)
    date = timezone.localdate() - timedelta(days=days_ago)
    update = MeasureUpdate(date=date, locale=measure.locale, **values | fields)
    measure.updates.add(update)
    measure.save_revision().publish()
    return MeasureUpdate.objects.get(measure=measure, title=update.title)


def a_follower(measure: MeasurePage, email: str = "nele@mail.example", **fields) -> Subscription:
    """Return the subscription of somebody who has followed the measure for a week."""
    person = User.objects.create_user(email, **fields)
    subscription = services.follow(measure, person=person, name="Nele")
    since = timezone.now() - timedelta(days=7)
    Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=since)
    return subscription


def in_english(measure: MeasurePage) -> MeasurePage:
    """Return the published English translation of the measure as a copy of the German words."""
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = measure.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    return MeasurePage.objects.get(pk=translated.pk)
