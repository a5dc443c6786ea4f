"""Addresses of ideas, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.idea_list, name="idea_list"),
    path("neu/<uuid:page_key>/", views.idea_form, name="idea_form"),
    path("<int:pk>-<slug:slug>/", views.idea_detail, name="idea_detail"),
    path("<int:pk>/unterstuetzen/", views.support_form, name="idea_support"),
    path("<int:pk>/unterstuetzung-zuruecknehmen/", views.withdraw_support, name="idea_unsupport"),
    path("keine-nachrichten/<str:token>/", views.silence, name="idea_silence"),
    path("gesendet/", views.contribution_sent, name="idea_sent"),
]
