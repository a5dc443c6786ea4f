"""Addresses of places, in every language."""

from django.urls import path

from . import places_views

urlpatterns = [
    path("", places_views.place_list, name="place_list"),
    path("<slug:slug>/", places_views.place_detail, name="place_detail"),
    path("<slug:slug>/termine.ics", places_views.place_feed, name="place_feed"),
]
