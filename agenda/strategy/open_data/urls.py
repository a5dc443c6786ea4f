"""Addresses of the open data: the files have no language, so that they stay the same for ever."""

from django.urls import path, re_path

from . import views

files = [
    path("schema.json", views.schema, name="exchange_schema"),
    path("agenda/<str:slug>.json", views.agenda_file, name="agenda_file"),
    re_path(r"^catalog\.(?P<ending>ttl|rdf|jsonld)$", views.catalogue, name="open_data_catalogue"),
    re_path(r"^(?P<name>[a-z]{3,20})\.(?P<ending>csv|json)$", views.table, name="open_data_table"),
]

urlpatterns = [path("", views.overview, name="open_data")]
