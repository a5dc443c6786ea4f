"""Addresses of registrations, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("termin/<int:occurrence_id>/", views.registration_form, name="registration_form"),
    path("gesendet/", views.registration_sent, name="registration_sent"),
    path("bestaetigen/<str:token>/", views.registration_confirm, name="registration_confirm"),
    path("meine/<str:token>/", views.registration_detail, name="registration_detail"),
    path("meine/<str:token>/personen/", views.registration_party, name="registration_party"),
]
