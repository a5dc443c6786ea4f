"""Measures of an idea in the admin: choosing one, and taking it back."""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets import AdminPageChooser

from agenda.strategy.models import MeasurePage

from . import implementation
from .models import Idea


class MeasureLinkForm(forms.Form):
    """One measure that an idea became."""

    measure = forms.ModelChoiceField(
        label=gettext_lazy("Measure"),
        queryset=MeasurePage.objects.all(),
        widget=AdminPageChooser(target_models=[MeasurePage]),
        help_text=gettext_lazy(
            "Author and supporters are told of it, and of each milestone that it reaches."
        ),
    )


def linked_measures(idea: Idea) -> list[MeasurePage]:
    """Return the measures that `idea` became, drafts too, each once and in German if it can be."""
    keys = idea.measure_links.values("measure_key")
    pages = MeasurePage.objects.filter(translation_key__in=keys).defer("body")
    sources = MeasurePage.objects.sources().values("pk")
    first = Case(When(pk__in=sources, then=0), default=1)
    return list(pages.order_by("translation_key", first, "pk").distinct("translation_key"))


@permission_required("ideas.change_idea", raise_exception=True)
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that an idea became the chosen measure."""
    idea = _idea(pk)
    form = MeasureLinkForm(request.POST)
    if form.is_valid():
        implementation.link_measure(idea, form.cleaned_data["measure"], by=request.user)
        messages.success(request, _("The measure is linked with the idea."))
    else:
        messages.error(request, _("Please choose a measure."))
    return redirect("idea_decide", pk)


@permission_required("ideas.change_idea", raise_exception=True)
@require_POST
def unlink(request: HttpRequest, pk: int, measure_key: uuid.UUID) -> HttpResponse:
    """Take back that an idea became this measure."""
    implementation.unlink_measure(_idea(pk), measure_key)
    messages.success(request, _("The measure is no longer linked with the idea."))
    return redirect("idea_decide", pk)


def _idea(pk: int) -> Idea:
    return get_object_or_404(Idea.objects.exclude(state=Idea.State.UNCONFIRMED), pk=pk)


link_urls = [
    path("ideas/<int:pk>/measures/", link, name="idea_link_measure"),
    path("ideas/<int:pk>/measures/<uuid:measure_key>/", unlink, name="idea_unlink_measure"),
]
