"""The people of one date: the one place that knows how registrations hold them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence

from ..models import Registration
from ..rules import booked_dates
from .models import Attendance

State = Registration.State


@dataclass(frozen=True)
class Participant:
    """One person at one date: with a seat, with the offer of one, or waiting for one."""

    registration: Registration
    position: int
    attendance: Attendance | None = None

    @property
    def name(self) -> str:
        """Return the name, as far as it was given: a party need not name everybody."""
        if self.position == 0:
            return self.registration.name
        names = self.registration.companion_names
        if self.position <= len(names):
            return names[self.position - 1]
        words = {"name": self.registration.name or "–", "number": self.position + 1}
        return _("%(name)s, person %(number)d") % words

    @property
    def has_seat(self) -> bool:
        """Say whether somebody expects this person."""
        return self.state == State.REGISTERED

    @property
    def is_present(self) -> bool:
        """Say whether the person came."""
        return self._is(Attendance.State.PRESENT)

    @property
    def is_absent(self) -> bool:
        """Say whether somebody noted that the person did not come."""
        return self._is(Attendance.State.ABSENT)

    @property
    def note(self) -> str:
        """Return what the party wants staff to know, beside its first person."""
        return "" if self.position else self.registration.note

    @property
    def answers(self) -> str:
        """Return what was answered to the editor's questions, beside the first person."""
        return self._answers(with_sensitive=True)

    @property
    def answers_for_files(self) -> str:
        """Return the answers without the sensitive ones: we cannot delete them from a file."""
        return self._answers(with_sensitive=False)

    @property
    def state(self) -> str:
        """Return how this person is registered; a split party has some who wait."""
        if self.position < self.registration.seats_given:
            return self.registration.state
        return State.WAITING

    @property
    def state_label(self) -> str:
        """Return in words how the person is registered."""
        return State(self.state).label

    @property
    def attendance_label(self) -> str:
        """Return in words whether the person came, or an empty text."""
        return self.attendance.get_state_display() if self.attendance else ""

    @property
    def language(self) -> str:
        """Return the language in which the person registered."""
        return self.registration.language

    def _answers(self, *, with_sensitive: bool) -> str:
        answers = [] if self.position else self.registration.answers.all()
        said = [answer for answer in answers if with_sensitive or not answer.is_sensitive]
        return "; ".join(map(str, said))

    def _is(self, state: str) -> bool:
        return self.attendance is not None and self.attendance.state == state


def registrations_of(occurrence: Occurrence):
    """Return who is registered for a date, for itself or for the course to which it belongs."""
    dates = {occurrence.pk, booked_dates([occurrence])[occurrence.pk]}
    return Registration.objects.filter(occurrence__in=dates).select_related("person")


def participants_of(occurrence: Occurrence) -> list[Participant]:
    """Return everybody with a seat by name, then who may accept one, then who waits, in order."""
    active = registrations_of(occurrence).active().prefetch_related("answers")
    noted = {
        (row.registration_id, row.position): row
        for row in Attendance.objects.filter(occurrence=occurrence)
    }
    people = [
        Participant(registration, position, noted.get((registration.pk, position)))
        for registration in active.order_by("confirmed_at", "pk")
        for position in range(registration.seats)
    ]
    seated = [person for person in people if person.has_seat]
    offered = [person for person in people if person.state == State.OFFERED]
    waiting = [person for person in people if person.state == State.WAITING]
    return [*sorted(seated, key=_by_name), *offered, *waiting]


def participant(occurrence: Occurrence, registration_id: int, position: int) -> Participant | None:
    """Return one of the people of a date."""
    for person in participants_of(occurrence):
        if (person.registration.pk, person.position) == (registration_id, position):
            return person
    return None


def named_like(people: Iterable[Participant], words: str) -> list[Participant]:
    """Return the people whose names hold all of these words, however they are written."""
    wanted = words.casefold().split()
    return [person for person in people if all(w in person.name.casefold() for w in wanted)]


def _by_name(person: Participant) -> tuple[str, int, int]:
    return person.name.casefold(), person.registration.pk, person.position
