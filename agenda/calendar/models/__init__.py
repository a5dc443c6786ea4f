"""The calendar: its page, events, trainings and their dates."""

from .calendars import CalendarPage
from .departures import CancelledDate, ExtraDate, MovedDate, SkippedDate
from .events import EventPage, TrainingPage
from .languages import SpokenLanguage
from .occurrences import Occurrence

__all__ = [
    "CalendarPage",
    "CancelledDate",
    "EventPage",
    "ExtraDate",
    "MovedDate",
    "Occurrence",
    "SkippedDate",
    "SpokenLanguage",
    "TrainingPage",
]
