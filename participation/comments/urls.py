"""Addresses of discussions, in every language."""

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:key>/kommentar/", views.comment_form, name="comment_form"),
    path("antwort/<int:pk>/", views.reply_form, name="comment_reply"),
    path("gesendet/", views.comment_sent, name="comment_sent"),
]
