from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "agenda.guides"
    label = "guides"
    verbose_name = "Guides"

    def ready(self) -> None:
        """Keep notes of changes."""
        from . import signals

        signals.connect()
