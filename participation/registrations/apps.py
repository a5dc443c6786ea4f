from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "participation.registrations"
    label = "registrations"
    verbose_name = "Registrations"
