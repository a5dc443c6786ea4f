"""The calendar: its page, events, trainings and their dates."""

from .calendars import CalendarPage
from .events import CancelledDate, EventPage, ExtraDate, SkippedDate, TrainingPage
from .languages import SpokenLanguage
from .occurrences import Occurrence
from .seats import TrainingQuestion

__all__ = [
    "CalendarPage",
    "CancelledDate",
    "EventPage",
    "ExtraDate",
    "Occurrence",
    "SkippedDate",
    "SpokenLanguage",
    "TrainingPage",
    "TrainingQuestion",
]
