"""What lies on the desk of somebody who answers for measures."""

from django.db.models import Exists, F, OuterRef

from agenda.staff import people_of_the_admin

from .models import MeasurePage


def my_measures(user):
    """Return the public measures that `user` answers for, those whose news are due first."""
    measures = MeasurePage.objects.sources().answered_by(user).live().with_update_due()
    planned = measures.select_related("locale").prefetch_related("milestones")
    return planned.order_by(F("update_due_on").asc(nulls_last=True), "title", "pk")


def due_count(measures) -> int:
    """Return of how many of `measures` news are due."""
    return measures.order_by().update_is_due().count()


def with_recipients(measures):
    """Plan who is asked for news: adds `can_report`, whether the responsible person may sign in."""
    staff = people_of_the_admin().order_by().filter(pk=OuterRef("responsible"))
    return measures.annotate(can_report=Exists(staff)).prefetch_related("responsible", "contact")


def asked_for_news(measure: MeasurePage):
    """Return the responsible person, else the contact, else None; see `with_recipients`."""
    return measure.responsible if measure.can_report else measure.contact
