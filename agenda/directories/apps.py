from django.apps import AppConfig


class DirectoriesConfig(AppConfig):
    name = "agenda.directories"
    label = "directories"
    verbose_name = "Directories"

    def ready(self) -> None:
        from . import signals

        signals.connect()
