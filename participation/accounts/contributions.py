"""How contributions are confirmed and decided: the same way for every kind.

A room declares its model with `register` in its AppConfig.ready(); the confirmation page,
the moderation queue, the profile and the export then treat it like all others.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override

from cms.mail import services as mail

from .models import Contribution, User

CONFIRMATION_SALT = "participation.confirmation"
CONFIRMATION_SECONDS = 7 * 24 * 3600

State = Contribution.State
WITHDRAWABLE = (State.UNCONFIRMED, State.SUBMITTED, State.PUBLISHED)


class LinkInvalid(Exception):
    """The confirmation link was not made by us, or what it confirms is gone."""


class LinkExpired(LinkInvalid):
    """The confirmation link is older than its time."""


class TransitionRefused(Exception):
    """The contribution is not in a state from which it may move there."""


@dataclass(frozen=True)
class Kind:
    """What the shared machinery must know of one kind of contribution.

    `describe` returns a short title, `url` its public address or that of its page,
    `on_change` is called in the transaction of every change of state that readers see.
    What is not moderated, such as a vote, is public as soon as it is confirmed.
    `label` is lazily translated. `related` names the rows that lists read with it, for
    select_related. `about` returns the public page or idea it was said on, with title and url.
    What is private, such as a subscription, only its author sees, in a section of its room.
    `confirmation` names the mail that asks for the confirmation.
    """

    name: str
    model: type[Contribution]
    label: str
    describe: Callable[[Contribution], str]
    url: Callable[[Contribution], str]
    on_change: Callable[[Contribution], None] = lambda contribution: None
    is_moderated: bool = True
    related: tuple[str, ...] = ()
    about: Callable[[Contribution], Any] = lambda contribution: None
    is_private: bool = False
    confirmation: str = "confirm_contribution"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind of contribution."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Return all declared kinds."""
    return list(_kinds.values())


def kind_named(name: str) -> Kind:
    """Return the kind with this name; raises KeyError."""
    return _kinds[name]


def kind_of(contribution: Contribution) -> Kind:
    """Return the kind that `contribution` is of."""
    return next(kind for kind in _kinds.values() if isinstance(contribution, kind.model))


@transaction.atomic
def contribute(
    contribution: Contribution,
    *,
    person: User | None = None,
    name: str,
    email: str = "",
    submission_key: uuid.UUID | None = None,
) -> Contribution:
    """Store an unsaved contribution and start its way to the public.

    A signed-in `person` has confirmed their address already; anybody else is sent a link.
    The same `submission_key` stores once: the first contribution is returned again.
    """
    if submission_key:
        contribution.submission_key = submission_key
    contribution.author_name = name
    contribution.language = get_language() or contribution.language
    contribution.author = person or User.objects.for_email(email, language=contribution.language)
    if person:
        _set_confirmed(contribution)
    try:
        with transaction.atomic():
            contribution.save()
    except IntegrityError:
        repeated = type(contribution)._default_manager.filter(
            submission_key=contribution.submission_key
        )
        if first := repeated.first():
            return first
        raise
    if not person:
        _send_confirmation(contribution)
    elif contribution.is_visible:
        _changed(contribution)
    return contribution


@transaction.atomic
def contribute_once(
    contribution: Contribution,
    *,
    among: QuerySet,
    person: User | None = None,
    name: str,
    email: str = "",
    submission_key: uuid.UUID | None = None,
) -> Contribution:
    """Contribute what a person can have only one of `among` these rows, such as a vote.

    Repeat calls return the first one; what was withdrawn, or whose link was lost, is replaced.
    The person's row stays locked until the transaction ends.
    """
    language = get_language() or settings.LANGUAGE_CODE
    author = person or User.objects.for_email(email, language=language)
    own = among.filter(author=author)
    earlier = own.select_for_update().first()
    if earlier and (earlier.is_visible or earlier.submission_key == submission_key):
        return earlier
    if earlier:
        # Its link was lost or it was withdrawn: a new one gets a new link.
        earlier.delete()
    try:
        with transaction.atomic():
            return contribute(
                contribution,
                person=person,
                name=name,
                email=email,
                submission_key=submission_key,
            )
    except IntegrityError:
        # The same person was quicker in another window.
        return own.get()


def confirmation_token(contribution: Contribution) -> str:
    """Return the signed text that confirms this one contribution."""
    kind = kind_of(contribution)
    return signing.dumps([kind.name, contribution.pk], salt=CONFIRMATION_SALT)


def contribution_for(token: str) -> Contribution:
    """Return what `token` confirms; raises LinkExpired or LinkInvalid."""
    try:
        name, pk = signing.loads(token, salt=CONFIRMATION_SALT, max_age=CONFIRMATION_SECONDS)
        return kind_named(name).model._default_manager.select_related("author").get(pk=pk)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except Exception as error:  # whatever the text was, it is no link of ours
        raise LinkInvalid from error


@transaction.atomic
def confirm(contribution: Contribution) -> bool:
    """Confirm the author's address; return False if that was done before."""
    contribution = _locked(contribution)
    if contribution.state != State.UNCONFIRMED:
        return False
    _set_confirmed(contribution)
    contribution.save(update_fields=["state", "confirmed_at", "published_at"])
    if contribution.is_visible:
        _changed(contribution)
    person = contribution.author
    if person and not person.email_confirmed_at:
        person.email_confirmed_at = contribution.confirmed_at
        person.display_name = person.display_name or contribution.author_name
        person.save(update_fields=["email_confirmed_at", "display_name"])
    return True


@transaction.atomic
def publish(contribution: Contribution) -> Contribution:
    """Make a contribution public; its author is told. Repeating it changes nothing.

    Raises TransitionRefused for what is unconfirmed or withdrawn.
    """
    contribution = _locked(contribution)
    if contribution.state == State.PUBLISHED:
        return contribution
    _require(contribution, State.SUBMITTED, State.REJECTED, State.HIDDEN)
    contribution.state = State.PUBLISHED
    contribution.published_at = contribution.published_at or timezone.now()
    contribution.save(update_fields=["state", "published_at"])
    _changed(contribution)
    _notify(contribution, "contribution_published")
    return contribution


@transaction.atomic
def reject(contribution: Contribution, *, reason: str) -> Contribution:
    """Keep a contribution from the public, or take it back; its author is told the reason."""
    contribution = _locked(contribution)
    target = State.HIDDEN if contribution.state == State.PUBLISHED else State.REJECTED
    if contribution.state in {State.HIDDEN, State.REJECTED}:
        return contribution
    _require(contribution, State.SUBMITTED, State.PUBLISHED)
    contribution.state = target
    contribution.save(update_fields=["state"])
    _changed(contribution)
    was_public = target == State.HIDDEN
    _notify(contribution, "contribution_rejected", reason=reason, was_public=was_public)
    return contribution


@transaction.atomic
def withdraw(contribution: Contribution) -> Contribution:
    """Take a contribution back at its author's wish. Repeating it changes nothing.

    Raises TransitionRefused for what moderators have refused: their decision stays on record.
    """
    contribution = _locked(contribution)
    if contribution.state == State.WITHDRAWN:
        return contribution
    _require(contribution, *WITHDRAWABLE)
    contribution.state = State.WITHDRAWN
    contribution.save(update_fields=["state"])
    _changed(contribution)
    return contribution


def _locked(contribution: Contribution) -> Contribution:
    manager = type(contribution)._default_manager
    return manager.select_for_update(of=("self",)).select_related("author").get(pk=contribution.pk)


def _set_confirmed(contribution: Contribution) -> None:
    contribution.confirmed_at = timezone.now()
    contribution.state = State.SUBMITTED
    if not kind_of(contribution).is_moderated:
        contribution.state = State.PUBLISHED
        contribution.published_at = contribution.confirmed_at


def _require(contribution: Contribution, *states: str) -> None:
    if contribution.state not in states:
        raise TransitionRefused(contribution.state)


def _changed(contribution: Contribution) -> None:
    kind_of(contribution).on_change(contribution)


def _send_confirmation(contribution: Contribution) -> None:
    token = confirmation_token(contribution)
    _mail(contribution, kind_of(contribution).confirmation, event="confirm", token=token)


def _notify(contribution: Contribution, template: str, **context) -> None:
    # A decision may be taken back and taken again; each time the author is told.
    event = f"{template}:{timezone.now():%Y%m%d%H%M%S%f}"
    _mail(contribution, template, event=event, **context)


def _mail(contribution: Contribution, template: str, *, event: str, **context) -> None:
    if contribution.author is None:
        return
    kind = kind_of(contribution)
    # Whoever decides may read another language than the author.
    with override(contribution.language):
        context |= {
            "name": contribution.author_name,
            "kind": str(kind.label),
            "title": kind.describe(contribution),
            "url": urljoin(settings.SITE_URL, kind.url(contribution)),
        }
    mail.queue(
        template,
        recipient=contribution.author.email,
        language=contribution.language,
        key=f"{event}:{kind.name}:{contribution.pk}",
        context=context,
    )
