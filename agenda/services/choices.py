"""What editors choose from when they describe a service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignIn(models.TextChoices):
    """How somebody proves who they are before the service begins."""

    NONE = "none", _("no sign-in")
    BUNDID = "bundid", _("BundID")
    LAND = "land", _("user account of the state, such as BayernID")
    EID = "eid", _("online ID card (eID)")
    BUSINESS = "business", _("business account (ELSTER)")


class Digital(models.TextChoices):
    """How far one gets without paper and without coming to the town hall."""

    ONLINE = "online", _("entirely online")
    PARTLY = "partly", _("partly online")
    PAPER = "paper", _("on paper or on site")
