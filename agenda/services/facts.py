"""What the page of a service lists beside and below its description."""

from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.translation import gettext

from .choices import Digital, SignIn


def cost_label(service) -> str:
    """Return the amount as one reads it, or nothing where it depends."""
    if service.cost_amount is None:
        return ""
    if not service.cost_amount:
        return gettext("free of charge")
    amount = number_format(service.cost_amount, decimal_pos=2, force_grouping=True)
    return gettext("%(amount)s euros") % {"amount": amount}


def sign_in_label(service) -> str:
    """Return how one signs in, where there is something to sign in to."""
    return str(SignIn(service.sign_in).label) if service.online_url else ""


def host_of(url: str) -> str:
    """Return the name of the computer that an address leads to."""
    return urlsplit(url).hostname or ""


def facts_of(service) -> list[dict]:
    """Return the facts at a glance, as components/meta_list.html takes them."""
    costs = ". ".join(filter(None, (cost_label(service), service.cost_text)))
    return [
        {
            "label": gettext("How to get it"),
            "value": Digital(service.digital).label,
            "icon": "online",
        },
        {"label": gettext("Sign-in"), "value": sign_in_label(service), "icon": "person"},
        {"label": gettext("Costs"), "value": costs, "icon": "tag"},
        {"label": gettext("How long it takes"), "value": service.duration, "icon": "clock"},
        {"label": gettext("Deadline"), "value": service.deadline, "icon": "calendar"},
        {
            "label": gettext("Responsible office"),
            "value": service.responsible_office,
            "icon": "home",
        },
    ]


def sections_of(service) -> list[dict]:
    """Return the texts below the description that are filled, each with its heading and id."""
    sections = [
        ("wer", gettext("Who may use it"), service.eligibility),
        ("voraussetzungen", gettext("Requirements"), service.requirements),
        ("unterlagen", gettext("What you need"), service.documents),
        ("ablauf", gettext("How it goes"), service.procedure),
        ("rechtsgrundlage", gettext("Legal basis"), service.legal_basis),
        ("mehr", gettext("Further information"), service.further_information),
    ]
    return [{"id": key, "title": title, "text": text} for key, title, text in sections if text]
