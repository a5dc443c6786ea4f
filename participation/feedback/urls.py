"""Addresses of feedback, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:page_id>/", views.give_feedback, name="feedback"),
    path("<int:page_id>/danke/", views.thanks, name="feedback_thanks"),
]
