"""The calendar: its page, events, trainings and their dates."""

from .calendars import CalendarPage
from .departures import CancelledDate, ExtraDate, MovedDate, SkippedDate
from .events import EventPage, TrainingPage
from .languages import SpokenLanguage
from .occurrences import Occurrence
from .seats import TrainingQuestion
from .sources import CalendarImport, CalendarSource, ImportedEvent, ImportProblem

__all__ = [
    "CalendarImport",
    "CalendarPage",
    "CalendarSource",
    "CancelledDate",
    "EventPage",
    "ExtraDate",
    "ImportProblem",
    "ImportedEvent",
    "MovedDate",
    "Occurrence",
    "SkippedDate",
    "SpokenLanguage",
    "TrainingPage",
    "TrainingQuestion",
]
