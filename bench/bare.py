"""The yardstick: Django with one view and nothing else."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"<!doctype html><title>Bare</title><p>Nothing but Django."


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", bare)]


def make_application() -> WSGIHandler:
    settings.configure(
        ALLOWED_HOSTS=["localhost"],
        DEBUG=False,
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="the yardstick signs nothing",
    )
    django.setup(set_prefix=False)
    return WSGIHandler()


application = make_application()
