"""The agenda: fields of action, goals, measures with milestones and updates."""

from .measures import MeasurePage, MeasureUpdate, Milestone, Status
from .pages import AgendaPage, FieldOfActionPage, Goal

__all__ = [
    "AgendaPage",
    "FieldOfActionPage",
    "Goal",
    "MeasurePage",
    "MeasureUpdate",
    "Milestone",
    "Status",
]
