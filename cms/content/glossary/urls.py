"""Addresses of the glossary in every language."""

from django.urls import path

from . import views

urlpatterns = [path("", views.glossary, name="glossary")]
