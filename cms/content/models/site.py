"""What a town says of itself."""

from django.core.cache import cache
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class SiteIdentity(BaseSiteSetting):
    """Name, logo and addresses of the town that publishes a site."""

    name = models.CharField(_("name of the site"), max_length=80, default="Stadtagenda")
    town = models.CharField(_("name of the town"), max_length=80, blank=True)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        "content.CustomImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    feedback_email = models.EmailField(
        _("address for feedback"),
        blank=True,
        help_text=_("Receives the accessibility feedback form; it is never shown."),
    )

    select_related = ["logo"]

    @classmethod
    def for_site(cls, site) -> "SiteIdentity":
        """Return the identity of `site`, kept in the cache until it changes."""
        return cache.get_or_set(
            cls._cache_key(site.pk), lambda: super(SiteIdentity, cls).for_site(site), 600
        )

    @staticmethod
    def _cache_key(site_id: int) -> str:
        return f"site-identity:{site_id}"

    def save(self, *args, **kwargs) -> None:
        """Store the identity and forget the one in the cache."""
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: cache.delete(self._cache_key(self.site_id)))

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identities")

    def __str__(self) -> str:
        return self.name
