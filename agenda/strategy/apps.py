from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class StrategyConfig(AppConfig):
    name = "agenda.strategy"
    label = "strategy"
    verbose_name = "Agenda"

    def ready(self) -> None:
        from cms.content import page_cache

        from .models import Indicator, IndicatorValue

        # What public pages show besides pages, which purge by themselves.
        for model in (Indicator, IndicatorValue):
            for signal in (post_save, post_delete):
                signal.connect(
                    lambda **kwargs: page_cache.purge_site(),
                    sender=model,
                    weak=False,
                    dispatch_uid=f"page-cache-{model.__name__}-{id(signal)}",
                )
