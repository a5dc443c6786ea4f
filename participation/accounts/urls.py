"""Addresses of people's own area and of signing in, in every language."""

from allauth.account import views as allauth_views
from django.urls import path
from django.views.generic import RedirectView

from . import views

# allauth looks these up, but there are neither passwords nor a form for signing up.
to_sign_in = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns = [
    path("", views.account, name="account"),
    path("anmelden/", allauth_views.request_login_code, name="account_request_login_code"),
    path("anmelden/code/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("abmelden/", allauth_views.logout, name="account_logout"),
    path("login/", to_sign_in, name="account_login"),
    path("registrieren/", to_sign_in, name="account_signup"),
]
