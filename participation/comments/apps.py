from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "participation.comments"
    label = "comments"
    verbose_name = "Comments"
