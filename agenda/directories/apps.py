from django.apps import AppConfig


class DirectoriesConfig(AppConfig):
    name = "agenda.directories"
    label = "directories"
    verbose_name = "Directories"
