"""Addresses for calendar programs, feed readers and other sites, in every language."""

from django.urls import path

from . import embed_views, views

urlpatterns = [
    path("kalender-feeds/kalender.ics", views.calendar_feed, name="calendar_feed"),
    path("kalender-feeds/kalender.xml", views.calendar_rss, name="calendar_rss"),
    path("kalender-feeds/kalender.json", views.calendar_json, name="calendar_json"),
    path("kalender-feeds/<uuid:event_key>.ics", views.event_feed, name="event_feed"),
    path("kalender/einbetten/", embed_views.frame, name="calendar_embed"),
    path("kalender/einbetten/code/", embed_views.code, name="calendar_embed_code"),
]
