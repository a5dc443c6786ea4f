"""The mail room in the admin."""

from wagtail import hooks

from .admin import MessageViewSet


@hooks.register("register_admin_viewset")
def register_outbox() -> MessageViewSet:
    return MessageViewSet("outbox")
