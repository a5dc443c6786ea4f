from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "participation.subscriptions"
    label = "subscriptions"
    verbose_name = "Subscriptions"

    def ready(self) -> None:
        from participation.accounts import contributions, sections

        from . import queries
        from .models import Subscription

        contributions.register(
            contributions.Kind(
                name="subscription",
                model=Subscription,
                label=_("Subscription"),
                describe=queries.title_of,
                url=queries.url_of,
                is_moderated=False,
                is_private=True,
                confirmation="confirm_subscription",
            )
        )
        sections.register(
            sections.Section(
                name="subscriptions",
                title=_("What I follow"),
                template="subscriptions/my_subscriptions.html",
                items=queries.subscriptions_of_request,
                order=60,
            )
        )
