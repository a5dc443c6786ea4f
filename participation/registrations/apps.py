from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "participation.registrations"
    label = "registrations"
    verbose_name = "Registrations"

    def ready(self) -> None:
        """Connect to the publishing of trainings."""
        from . import signals

        signals.connect()
