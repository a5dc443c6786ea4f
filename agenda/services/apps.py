from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "agenda.services"
    label = "services"
    verbose_name = "Online services"
