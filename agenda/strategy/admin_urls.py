"""Addresses of the office's desk in the admin."""

from django.urls import path

from . import admin_views

urlpatterns = [
    path("my-measures/", admin_views.desk, name="my_measures"),
    path("my-measures/<uuid:key>/", admin_views.report, name="measure_report"),
    path("my-measures/<uuid:key>/as-planned/", admin_views.as_planned, name="measure_as_planned"),
]
