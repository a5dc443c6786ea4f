"""Addresses for calendar programs, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("kalender.ics", views.calendar_feed, name="calendar_feed"),
    path("<uuid:event_key>.ics", views.event_feed, name="event_feed"),
]
