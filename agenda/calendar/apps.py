from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "agenda.calendar"
    label = "calendar"
    verbose_name = "Calendar"

    def ready(self) -> None:
        """Keep the dates in step with the pages."""
        from . import signals

        signals.connect()
