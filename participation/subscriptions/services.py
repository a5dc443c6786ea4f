"""Following a page, no longer following it, and telling those who follow what is new."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from agenda.strategy.models import MeasurePage, MeasureUpdate
from cms.content.models import BasePage
from participation.accounts import contributions
from participation.accounts.models import User

from . import notices, rules
from .models import Announcement, Subscription

# What is older is no news any more, e.g. after a mail server or a worker was down for long.
TELL_FOR = timedelta(days=30)
CHUNK = 500


class NotFollowable(Exception):
    """News of this page cannot be followed."""


@transaction.atomic
def follow(
    page: BasePage,
    *,
    person: User | None = None,
    name: str,
    email: str = "",
    submission_key: uuid.UUID | None = None,
) -> Subscription:
    """Let one person follow `page`; repeat calls return the first subscription.

    Counts at once for a signed-in `person`, else when the mailed link is used. Raises
    NotFollowable.
    """
    if not rules.is_followable(page):
        raise NotFollowable
    return contributions.contribute_once(
        Subscription(page_key=page.translation_key),
        among=Subscription.objects.filter(page_key=page.translation_key),
        person=person,
        name=name,
        email=email,
        submission_key=submission_key,
    )


@transaction.atomic
def unfollow(page_key: uuid.UUID, author_id: int) -> None:
    """End a person's subscription to a page; repeating it changes nothing."""
    mine = Subscription.objects.filter(page_key=page_key, author_id=author_id)
    for subscription in mine.select_for_update():
        contributions.withdraw(subscription)


def forget_ended() -> int:
    """Erase what nobody follows any more; return how many subscriptions went."""
    return Subscription.objects.ended().delete()[0]


def announce_updates() -> int:
    """Tell followers what is new in public measures; return how many updates were told.

    An update is told once, within minutes of being public, to all who followed before that,
    whatever its date says; those who came later found it on the page. It counts as told also
    if nobody followed then. Dated more than thirty days ago, it is no news: what comes from an
    import or from before a long standstill is not mailed in a burst.
    """
    updates = _new_updates().values_list("pk", flat=True)
    return sum(_announce(pk) for pk in list(updates))


def _new_updates():
    today = timezone.localdate()
    public = MeasurePage.objects.sources().live().public()
    told = Announcement.objects.filter(update_key=OuterRef("translation_key"))
    recent = MeasureUpdate.objects.told().filter(measure__in=public, date__gte=today - TELL_FOR)
    return recent.exclude(Exists(told)).order_by("date", "pk")


@transaction.atomic
def _announce(pk: int) -> bool:
    update = _new_updates().select_related("measure__locale").filter(pk=pk).first()
    if update is None:
        return False
    # Another worker that is at it makes this one wait, and then find that it is done.
    _row, is_ours = Announcement.objects.get_or_create(update_key=update.translation_key)
    if not is_ours:
        return False
    wordings = notices.wordings(update)
    followers = Subscription.objects.of(update.measure.translation_key)
    followers = followers.filter(confirmed_at__lt=_public_since(update)).select_related("author")
    for subscription in followers.order_by("pk").iterator(chunk_size=CHUNK):
        notices.news(subscription, update, wordings)
    return True


def _public_since(update: MeasureUpdate) -> datetime:
    """Return from when readers found an update, at the latest.

    It came with a publication of its page, and is shown from its day on.
    """
    day_began = timezone.make_aware(datetime.combine(update.date, time()))
    return max(update.measure.last_published_at or day_began, day_began)
