from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "agenda.reach"
    label = "reach"
    verbose_name = "Reach"
