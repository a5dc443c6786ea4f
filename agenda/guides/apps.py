from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "agenda.guides"
    label = "guides"
    verbose_name = "Guides"
