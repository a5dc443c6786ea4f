"""Addresses of the home room in every language."""

from django.urls import path

from . import search_views, views
from .feeds import NewsFeed

urlpatterns = [
    path("suche/", search_views.search, name="search"),
    path("suche/vorschlaege/", search_views.suggestions, name="search_suggestions"),
    path("seitenuebersicht/", views.sitemap_page, name="sitemap_page"),
    path("barriere-melden/", views.accessibility_feedback, name="accessibility_feedback"),
    path("kontakt/<slug:slug>/", views.contact_person, name="contact_person"),
    path("nachricht-gesendet/", views.message_sent, name="message_sent"),
    path("aktuelles/feed.rss", NewsFeed(), name="news_feed"),
]
