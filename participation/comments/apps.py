from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "participation.comments"
    label = "comments"
    verbose_name = "Comments"

    def ready(self) -> None:
        from participation.accounts.contributions import Kind, register

        from . import services, targets, threads
        from .models import Comment

        register(
            Kind(
                name="comment",
                model=Comment,
                label=_("Comment"),
                describe=lambda comment: comment.excerpt,
                url=threads.permalink,
                on_change=services.purge,
                related=("discussion", "parent"),
                about=lambda comment: targets.find(comment.discussion.key),
            )
        )
