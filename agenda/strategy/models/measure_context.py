"""What a measure's page shows beside its own text."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext

from cms.content.models import BasePage
from cms.content.queries import in_language_of, listed

from ..indicators.shown import shown_indicators_of
from .measure_rows import Dependency, Milestone, share_reached
from .status import ENDED, Status


def measure_context(measure, request) -> dict:
    """Return what the template of `measure` needs, read with a fixed number of queries."""
    above = measure.pages_above[-1]
    # What is not published is not named either, though its measures may be public.
    field = above if above.live else None
    goal = measure.localized_goal() if field else None
    goal_url = f"{field.get_url(request)}#{goal.anchor}" if goal else ""
    needs, needed_by = dependencies_of(measure)
    budget_items = list(measure.budget_items.all())
    milestones = measure.ordered_milestones
    return {
        "field": field,
        "milestones": milestones_as_phases(measure, milestones),
        "milestones_progress": share_reached(milestones),
        "updates": measure.news(),
        "update_due_since": measure.update_due_since,
        "related_measures": measure.related_measures(),
        "needs": needs,
        "needed_by": needed_by,
        "indicators": shown_indicators_of(measure),
        "related_offers": related_offers_of(measure),
        "places": list(measure.places.select_related("district")),
        "budget_items": budget_items,
        "budget_total": sum(item.amount for item in budget_items),
        "facts": _facts(measure, goal, goal_url),
    }


def _facts(measure, goal, goal_url: str) -> list[dict]:
    office = gettext("Responsible office")
    return [
        {"label": gettext("Period"), "value": measure.period(), "icon": "calendar"},
        {"label": gettext("Goal"), "value": goal and goal.title, "url": goal_url, "icon": "flag"},
        {"label": office, "value": measure.responsible_office, "icon": "home"},
        {"label": gettext("Budget"), "value": measure.budget_text, "icon": "document"},
        {"label": gettext("Partners"), "value": ", ".join(measure.partners), "icon": "people"},
        {
            "label": gettext("Taken over from"),
            "value": measure.origin_name,
            "url": measure.origin_url,
            "icon": "external",
        },
    ]


def milestones_as_phases(measure, milestones: list[Milestone]) -> list[dict]:
    """Return the milestones as components/phases.html takes them.

    The first one not reached is the current one while the measure runs.
    """
    phases = []
    may_be_current = measure.status == Status.RUNNING
    for milestone in milestones:
        state = "past" if milestone.is_reached else "future"
        if may_be_current and not milestone.is_reached:
            state, may_be_current = "current", False
        is_late = milestone.is_overdue and measure.status not in ENDED
        phases.append(
            {
                "label": milestone.title,
                "state": state,
                "starts": milestone.done_on,
                "ends": None if milestone.is_reached else milestone.due_on,
                "text": gettext("later than planned") if is_late else "",
            }
        )
    return phases


def dependencies_of(measure) -> tuple[list, list]:
    """Return the public measures that `measure` needs, and those that need it.

    Each comes in the language of `measure`, or else in the one it was written in.
    """
    measures = type(measure).objects
    needed_ids = [row.depends_on_id for row in measure.dependencies.all()]
    needed = measures.filter(pk__in=needed_ids).values("translation_key")
    needing = Dependency.objects.filter(depends_on__translation_key=measure.translation_key).values(
        "measure__translation_key"
    )
    is_needed = ExpressionWrapper(Q(translation_key__in=needed), BooleanField())
    both = measures.filter(Q(translation_key__in=needed) | Q(translation_key__in=needing))
    found = in_language_of(measure, listed(both.annotate(is_needed=is_needed)))
    return [one for one in found if one.is_needed], [one for one in found if not one.is_needed]


def related_offers_of(measure) -> list[BasePage]:
    """Return the public guides, trainings and events that belong to `measure`, in its language."""
    ids = [row.page_id for row in measure.related_offers.all()]
    if not ids:
        return []
    keys = BasePage.objects.filter(pk__in=ids).values("translation_key")
    return in_language_of(measure, listed(BasePage.objects.filter(translation_key__in=keys)))
