"""Addresses of organisations, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.organisation_list, name="organisation_list"),
    path("charta/<uuid:key>/unterzeichnen/", views.sign_charter, name="charter_sign"),
    path("<slug:slug>/", views.organisation_detail, name="organisation_detail"),
    path("<slug:slug>/veranstaltung/neu/", views.event_new, name="event_new"),
    path("<slug:slug>/veranstaltung/<int:pk>/", views.event_edit, name="event_edit"),
    path("<slug:slug>/veranstaltung/<int:pk>/vorschau/", views.event_preview, name="event_preview"),
    path(
        "<slug:slug>/veranstaltung/<int:pk>/zurueckziehen/",
        views.event_withdraw,
        name="event_withdraw",
    ),
]
