"""The addresses of a site that runs as the demo town."""

from django.urls import include, path

from cms.urls import handler400, handler403, handler404, handler500
from cms.urls import urlpatterns as site_urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("demo/", include("cms.demo.urls")), *site_urlpatterns]
