from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "agenda.strategy"
    label = "strategy"
    verbose_name = "Agenda"
