"""Addresses of guides in the admin."""

from django.urls import path

from .views import correct_change, list_changes

urlpatterns = [
    path("guides/<int:page_id>/aenderungen/", list_changes, name="guide_changes"),
    path("guides/<int:page_id>/aenderungen/<int:pk>/", correct_change, name="guide_change"),
]
