"""Addresses that only the demo town has."""

from django.urls import path

from . import views

urlpatterns = [
    path("mail/", views.mail_list, name="demo_mail_list"),
    path("mail/<int:pk>/", views.mail_detail, name="demo_mail_detail"),
    path("mail/<int:pk>/html/", views.mail_html, name="demo_mail_html"),
]
