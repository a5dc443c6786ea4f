"""Every address of the site; the only room besides settings and demo that knows all others."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from agenda.strategy import api
from agenda.strategy.open_data import urls as open_data_urls

handler400 = "home.views.bad_request"
handler403 = "home.views.permission_denied"
handler404 = "home.views.page_not_found"
handler500 = "home.views.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v3/", api.addresses()),
    path("offene-daten/", include(open_data_urls.files)),
    path("", include("home.urls_plain")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("cms.demo.urls")))

if settings.SERVE_MEDIA:
    prefix = settings.MEDIA_URL.strip("/")
    urlpatterns.append(
        # Documents may be private: Wagtail's own view serves them after asking who reads.
        re_path(rf"^{prefix}/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    )

urlpatterns += i18n_patterns(
    path("", include("home.urls")),
    path("woerterbuch/", include("cms.content.glossary.urls")),
    path("konto/", include("participation.accounts.urls")),
    path("diskussion/", include("participation.comments.urls")),
    path("ideen/", include("participation.ideas.urls")),
    path("organisationen/", include("participation.associations.urls")),
    path("anmeldung/", include("participation.registrations.urls")),
    path("einlass/", include("participation.registrations.attendance.urls")),
    path("abonnement/", include("participation.subscriptions.urls")),
    path("rueckmeldung/", include("participation.feedback.urls")),
    path("meldung/", include("participation.moderation.urls")),
    path("orte/", include("agenda.calendar.places_urls")),
    path("", include("agenda.calendar.urls")),
    path("neuigkeiten-feeds/", include("agenda.strategy.urls")),
    path("offene-daten/", include(open_data_urls)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
