"""Addresses of subscriptions, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:page_key>/", views.follow, name="follow"),
    path("gesendet/", views.follow_sent, name="follow_sent"),
    path("abmelden/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
