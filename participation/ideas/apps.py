from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "participation.ideas"
    label = "ideas"
    verbose_name = "Ideas"

    def ready(self) -> None:
        from participation.accounts.contributions import Kind, register
        from participation.comments import targets

        from . import rules, services
        from .models import Idea, Support

        targets.register(services.discussion_target)
        register(
            Kind(
                name="idea",
                model=Idea,
                label=_("Idea"),
                describe=lambda idea: idea.title,
                url=lambda idea: idea.get_absolute_url(),
                on_change=services.purge,
                about=rules.page_of,
            )
        )
        register(
            Kind(
                name="support",
                model=Support,
                label=_("Support"),
                describe=lambda support: support.idea.title,
                url=lambda support: support.idea.get_absolute_url(),
                on_change=services.settle,
                is_moderated=False,
                related=("idea",),
            )
        )
