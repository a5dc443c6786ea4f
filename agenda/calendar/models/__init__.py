"""The calendar: its page, events, trainings and their dates."""

from .calendars import CalendarPage
from .events import CancelledDate, EventPage, ExtraDate, SkippedDate, TrainingPage
from .languages import SpokenLanguage
from .occurrences import Occurrence

__all__ = [
    "CalendarPage",
    "CancelledDate",
    "EventPage",
    "ExtraDate",
    "Occurrence",
    "SkippedDate",
    "SpokenLanguage",
    "TrainingPage",
]
