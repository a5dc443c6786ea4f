"""Addresses of the agenda that are no pages, in every language."""

from django.urls import path

from . import feeds

urlpatterns = [
    path("massnahme/<uuid:key>.xml", feeds.MeasureFeed(), name="measure_feed"),
    path("agenda/<uuid:key>.xml", feeds.AgendaFeed(), name="agenda_feed"),
]
