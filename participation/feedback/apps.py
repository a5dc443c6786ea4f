from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "participation.feedback"
    label = "feedback"
    verbose_name = "Feedback"
