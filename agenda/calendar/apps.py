from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "agenda.calendar"
    label = "calendar"
    verbose_name = "Calendar"
