"""The outbox in the admin: read, and send again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from . import services
from .models import Message


class MessageViewSet(ModelViewSet):
    """Lists messages with state and reason; nobody edits one."""

    model = Message
    name = "outbox"
    icon = "mail"
    menu_label = _("Outbox")
    menu_order = 900
    add_to_settings_menu = True
    inspect_view_enabled = True
    inspect_view_fields = [
        "subject",
        "recipient",
        "state",
        "attempts",
        "last_error",
        "created_at",
        "sent_at",
        "text",
    ]
    inspect_template_name = "mail/admin/inspect.html"
    list_display = [
        "subject",
        "recipient",
        Column("get_state_display", label=_("State")),
        "attempts",
        "last_error",
        DateColumn("created_at", label=_("Created")),
    ]
    list_filter = ["state"]
    search_fields = ["subject", "recipient"]
    form_fields = ["subject"]
    copy_view_enabled = False

    def get_urlpatterns(self):
        """Replace adding, editing and deleting by sending again."""
        patterns = [
            p
            for p in super().get_urlpatterns()
            if p.name in {"index", "results", "index_results", "inspect"}
        ]
        return [*patterns, path("resend/<int:pk>/", resend, name="resend")]


@require_POST
def resend(request, pk: int):
    """Queue a message again."""
    if not request.user.has_perm("mail.change_message"):
        raise PermissionDenied
    message = get_object_or_404(Message, pk=pk)
    services.resend(message)
    messages.success(request, _t("The message will be sent again."))
    return redirect(reverse("outbox:index"))
