"""The agenda: fields of action, goals, measures and what belongs to them."""

from .indicators import Indicator, IndicatorValue
from .measure_rows import BudgetItem, Dependency, MeasureUpdate, Milestone, RelatedOffer
from .measures import MeasurePage
from .pages import AgendaPage, FieldOfActionPage, Goal
from .reminders import UpdateReminder
from .status import ProgressSource, Status
from .vision import VisionPage

__all__ = [
    "AgendaPage",
    "BudgetItem",
    "Dependency",
    "FieldOfActionPage",
    "Goal",
    "Indicator",
    "IndicatorValue",
    "MeasurePage",
    "MeasureUpdate",
    "Milestone",
    "ProgressSource",
    "RelatedOffer",
    "Status",
    "UpdateReminder",
    "VisionPage",
]
