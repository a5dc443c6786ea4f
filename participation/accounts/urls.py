"""Addresses of people's own area and of signing in, in every language."""

from django.urls import path
from django.views.generic import RedirectView

from . import sign_in, views

# allauth looks these up, but there are neither passwords nor a form for signing up.
to_sign_in = RedirectView.as_view(pattern_name="account_request_login_code", query_string=True)

urlpatterns = [
    path("", views.account, name="account"),
    path("bestaetigen/<str:token>/", views.confirm_contribution, name="confirm_contribution"),
    path("beitrag/<str:kind>/<int:pk>/", views.show_contribution, name="show_contribution"),
    path(
        "beitrag/<str:kind>/<int:pk>/zurueckziehen/",
        views.withdraw_contribution,
        name="withdraw_contribution",
    ),
    path("anmelden/", sign_in.sign_in, name="account_request_login_code"),
    path("anmelden/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("abmelden/", sign_in.sign_out, name="account_logout"),
    path("gesperrt/", sign_in.blocked, name="account_inactive"),
    path("login/", to_sign_in, name="account_login"),
    path("registrieren/", to_sign_in, name="account_signup"),
]
