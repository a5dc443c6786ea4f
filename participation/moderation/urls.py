"""Addresses of reports, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("gesendet/", views.report_sent, name="report_sent"),
    path("<slug:kind>/<int:pk>/", views.report_form, name="report"),
]
