from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    name = "participation.associations"
    label = "associations"
    verbose_name = "Associations"

    def ready(self) -> None:
        from agenda.directories.models import DirectoryEntry
        from cms.content import page_cache
        from participation.accounts.sections import Section, register

        from . import queries, signals
        from .models import CharterSignature, Organisation

        signals.connect()
        # What the public pages of this room show besides pages, which purge by themselves.
        for model in (Organisation, CharterSignature, DirectoryEntry):
            for signal in (post_save, post_delete):
                signal.connect(
                    lambda **kwargs: page_cache.purge_site(),
                    sender=model,
                    weak=False,
                    dispatch_uid=f"page-cache-{model.__name__}-{id(signal)}",
                )
        register(
            Section(
                name="organisations",
                title=_("My organisations"),
                template="associations/my_organisations.html",
                items=queries.organisations_of_request,
                order=50,
            )
        )
