"""Addresses of tickets, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("<str:token>/", views.ticket, name="registration_ticket"),
    path("<str:token>/bild.png", views.ticket_picture, name="registration_ticket_picture"),
]
