from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "participation.associations"
    label = "associations"
    verbose_name = "Associations"
