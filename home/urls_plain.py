"""Addresses that have no language."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from . import views
from .sitemaps import MultilingualSitemap, PlaceSitemap

urlpatterns = [
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": MultilingualSitemap, "places": PlaceSitemap}},
        name="sitemap",
    ),
    path("robots.txt", views.robots, name="robots"),
]
