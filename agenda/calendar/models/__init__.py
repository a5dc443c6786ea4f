"""The calendar: its page, events, trainings and their dates."""

from .calendars import CalendarPage
from .events import CancelledDate, EventPage, ExtraDate, SkippedDate, TrainingPage
from .languages import SpokenLanguage
from .occurrences import Occurrence
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
    "Occurrence",
    "SkippedDate",
    "SpokenLanguage",
    "TrainingPage",
]
