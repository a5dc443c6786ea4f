"""The outbox among Wagtail's reports: what was sent, what was not and why, and sending again."""

import django_filters
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from . import services
from .models import Message


class MessageFilterSet(WagtailFilterSet):
    """Narrows the outbox by state and recipient."""

    state = django_filters.ChoiceFilter(choices=Message.State.choices, label=gettext_lazy("State"))
    recipient = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Recipient"))

    class Meta:
        model = Message
        fields = ["state", "recipient"]


class OutboxView(ReportView):
    """All messages of the last weeks, newest first."""

    page_title = gettext_lazy("Outbox")
    header_icon = "mail"
    model = Message
    permission_policy = ModelPermissionPolicy(Message)
    any_permission_required = ["view", "change"]
    filterset_class = MessageFilterSet
    index_url_name = "outbox"
    index_results_url_name = "outbox_results"
    default_ordering = "-created_at"
    list_export = ["created_at", "subject", "state", "attempts", "last_error", "sent_at"]
    columns = [
        TitleColumn(
            "subject",
            label=gettext_lazy("Subject"),
            get_url=lambda message: reverse("outbox_message", args=[message.pk]),
            width="35%",
        ),
        Column("recipient", label=gettext_lazy("Recipient")),
        Column("get_state_display", label=gettext_lazy("State")),
        Column("attempts", label=gettext_lazy("Attempts")),
        Column("last_error", label=gettext_lazy("Reason")),
        DateColumn("created_at", label=gettext_lazy("Created"), sort_key="created_at"),
    ]


@permission_required("mail.change_message", raise_exception=True)
def message_detail(request, pk: int):
    """Show one message; a POST puts it back into the queue."""
    message = get_object_or_404(Message, pk=pk)
    if request.method == "POST":
        services.resend(message)
        messages.success(request, _("The message will be sent again."))
        return redirect("outbox")
    return render(request, "mail/admin/message.html", {"message": message})
