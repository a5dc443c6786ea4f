"""What changes about people: confirmed addresses, and what is erased when its time is up."""

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .contributions import CONFIRMATION_SECONDS, kinds
from .models import Contribution, User

KEEP_UNCONFIRMED = timedelta(seconds=CONFIRMATION_SECONDS)


def mark_address_confirmed(person: User) -> None:
    """Note that `person` has shown that they read mail at their address."""
    unconfirmed = User.objects.filter(pk=person.pk, email_confirmed_at=None)
    unconfirmed.update(email_confirmed_at=timezone.now())


def forget_unconfirmed_contributions() -> int:
    """Erase what nobody confirmed in time; return how many contributions went."""
    before = timezone.now() - KEEP_UNCONFIRMED
    number = 0
    for kind in kinds():
        old = kind.model._default_manager.filter(
            state=Contribution.State.UNCONFIRMED, created_at__lt=before
        )
        number += old.delete()[1].get(kind.model._meta.label, 0)
    return number


def forget_unconfirmed_people() -> int:
    """Erase people who never confirmed their address and to whom nothing belongs.

    Staff and whoever has a password stay; so does everybody that a row of any room names.
    """
    old = User.objects.filter(
        email_confirmed_at=None,
        last_login=None,
        date_joined__lt=timezone.now() - KEEP_UNCONFIRMED,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        is_staff=False,
        is_superuser=False,
        groups=None,
    )
    for relation in User._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        old = old.exclude(Exists(rows))
    return old.delete()[1].get(User._meta.label, 0)
