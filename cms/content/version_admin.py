"""Naming versions of a page's text in the admin."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import LogFormatter

from . import versions
from .models import BasePage, TextVersion


class VersionForm(forms.ModelForm):
    """How the version is called, from when it is, and what is new in it."""

    class Meta:
        model = TextVersion
        fields = ["label", "published_on", "note"]
        widgets = {"published_on": AdminDateInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["published_on"].initial = timezone.localdate


@require_http_methods(["GET", "HEAD", "POST"])
def name_version(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the versions of a page's text, and name the one that is public now."""
    page = _page_to_publish(request, page_id)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = versions.name_version(page, by=request.user, **form.cleaned_data)
        except versions.LabelTaken:
            form.add_error("label", gettext("There is a version of this name already."))
        except versions.PageNotPublic:
            form.add_error(None, gettext("Publish the page first: only public texts are named."))
        else:
            text = gettext("The version “%(label)s” is public now.")
            messages.success(request, text % {"label": version.label})
            return redirect("content_versions", page_id=page.pk)
    context = {"page": page, "form": form, "versions": page.text_versions.all()}
    status = 422 if form.is_bound else 200
    return render(request, "content/admin/versions.html", context, status=status)


@require_POST
def remove_version(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    """Take back a version that was named by mistake."""
    page = _page_to_publish(request, page_id)
    version = get_object_or_404(page.text_versions, pk=pk)
    versions.remove_version(version, by=request.user)
    messages.success(request, gettext("The version is removed."))
    return redirect("content_versions", page_id=page.pk)


def _page_to_publish(request: HttpRequest, page_id: int) -> BasePage:
    page = get_object_or_404(BasePage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


class _VersionLogFormatter(LogFormatter):
    """Says in the page's history which version it was about."""

    def format_message(self, log_entry) -> str:
        return f"{self.label}: {log_entry.data.get('label', '')}"


def register_log_actions(actions) -> None:
    """Name in the history what happens to versions."""

    @actions.register_action("content.name_version")
    class NameVersionFormatter(_VersionLogFormatter):
        label = _("Name version")

    @actions.register_action("content.remove_version")
    class RemoveVersionFormatter(_VersionLogFormatter):
        label = _("Remove version")


admin_urls = [
    path("pages/<int:page_id>/fassungen/", name_version, name="content_versions"),
    path(
        "pages/<int:page_id>/fassungen/<int:pk>/entfernen/",
        remove_version,
        name="content_remove_version",
    ),
]
