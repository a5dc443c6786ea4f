"""Signing in by an e-mailed code: allauth's views in our look and with our status codes.

Known and unknown addresses are treated alike: same pages, same words, one mail each.
"""

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .forms import CodeForm, SignInForm


class _OurPage:
    """A view of allauth with a title and a clear status for a form with mistakes."""

    def get_context_data(self, **kwargs) -> dict:
        title = self.get_title()
        breadcrumbs = [{"title": title, "url": self.request.path}]
        context = {"title": title, "breadcrumb_items": breadcrumbs, **kwargs}
        return super().get_context_data(**context)

    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class SignInView(_OurPage, views.RequestLoginCodeView):
    """Ask for the address to which a code is sent."""

    form_class = SignInForm

    def get_title(self) -> str:
        return _("Sign in")


class CodeView(_OurPage, views.ConfirmLoginCodeView):
    """Ask for the code."""

    form_class = CodeForm

    def get_title(self) -> str:
        return _("Enter your code")


class SignOutView(_OurPage, views.LogoutView):
    """Ask whether to sign out, for those who come by a link; the button does it."""

    def get_title(self) -> str:
        return _("Sign out")


sign_in = SignInView.as_view()
enter_code = CodeView.as_view()
sign_out = never_cache(SignOutView.as_view())


@never_cache
def blocked(request: HttpRequest) -> HttpResponse:
    """Say that this person may not sign in."""
    title = _("You cannot sign in")
    context = {"title": title, "breadcrumb_items": [{"title": title, "url": request.path}]}
    return render(request, "account/account_inactive.html", context, status=403)
