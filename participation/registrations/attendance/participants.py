"""The people of one date: the one place that knows how registrations hold them."""

from collections.abc import Iterable
from dataclasses import dataclass

from agenda.calendar.models import Occurrence

from ..models import Registration
from .models import Attendance

State = Registration.State


@dataclass(frozen=True)
class Participant:
    """One person at one date, with a seat or waiting for one."""

    registration: Registration
    position: int
    name: str
    attendance: Attendance | None = None

    @property
    def has_seat(self) -> bool:
        """Say whether somebody expects this person."""
        return self.registration.state == State.REGISTERED

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
        """Return what the person wants staff to know."""
        return self.registration.note

    @property
    def state_label(self) -> str:
        """Return in words how the person is registered."""
        return self.registration.get_state_display()

    @property
    def attendance_label(self) -> str:
        """Return in words whether the person came, or an empty text."""
        return self.attendance.get_state_display() if self.attendance else ""

    @property
    def language(self) -> str:
        """Return the language in which the person registered."""
        return self.registration.language

    def _is(self, state: str) -> bool:
        return self.attendance is not None and self.attendance.state == state


def participants_of(occurrence: Occurrence) -> list[Participant]:
    """Return everybody with a seat by name, then who waits in the order of the list."""
    registrations = Registration.objects.filter(occurrence=occurrence).select_related("person")
    seated = [person for row in registrations.seated() for person in _people_of(row)]
    waiting = [person for row in registrations.waiting() for person in _people_of(row)]
    noted = {
        (row.registration_id, row.position): row
        for row in Attendance.objects.filter(occurrence=occurrence)
    }
    ordered = sorted(seated, key=lambda person: (person.name.casefold(), person.registration.pk))
    return [
        Participant(
            person.registration,
            person.position,
            person.name,
            noted.get((person.registration.pk, person.position)),
        )
        for person in [*ordered, *waiting]
    ]


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


def _people_of(registration: Registration) -> list[Participant]:
    return [Participant(registration, 0, registration.name)]
