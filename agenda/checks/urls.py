"""Addresses of checks in the admin."""

from django.urls import path

from .views import confirm_check

urlpatterns = [path("pages/<int:page_id>/geprueft/", confirm_check, name="confirm_check")]
