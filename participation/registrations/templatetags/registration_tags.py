"""What a training's page shows of registrations."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.calendar.models import TrainingPage

from .. import rules
from ..models import Registration

register = template.Library()


@register.inclusion_tag("registrations/box.html", takes_context=True)
def registration_box(context, page: TrainingPage) -> dict:
    """Render the dates of a training, each with its seats in words and the way to register."""
    occurrences = context["occurrences"]
    counts = Registration.objects.counts([occurrence.pk for occurrence in occurrences])
    for occurrence in occurrences:
        seats = rules.Seats(page.capacity, **counts.get(occurrence.pk, {}))
        reason = rules.why_closed(occurrence, page)
        occurrence.availability = "" if occurrence.is_cancelled else reason or seats.phrase
        occurrence.form_url = occurrence.form_label = ""
        if occurrence.pk and not reason:
            occurrence.form_url = reverse("registration_form", args=[occurrence.pk])
            occurrence.form_label = _("Register") if seats.has_room else _("Join the waiting list")
    return {
        "page": page,
        "occurrences": occurrences,
        "has_more_dates": context.get("has_more_dates"),
    }
