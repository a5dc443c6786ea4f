"""What a service costs, where a file says one exact sum in euros."""

import re
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext

from .elements import children, descendants, local, text_of

# Three digits after a point may be cents with a zero or a German thousand.
EXACT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}|\d\d0{2,8}))?", re.ASCII)
BOUNDS = ("betragUntergrenze", "betragObergrenze")
CURRENCY = re.compile(r"currency|waehrung", re.IGNORECASE)
EURO = {"", "EUR", "EURO", "€"}


def amount_of(element: Element, notes: list[str]) -> Decimal | None:
    """Return the one exact sum in euros that a service names; doubts go to `notes`."""
    modules = children(element, "modulKosten")
    sums = [found for module in modules for found in descendants(module, "betrag")]
    if any(True for module in modules for name in BOUNDS for _found in descendants(module, name)):
        return None
    if not all(currency in EURO for module in modules for currency in _currencies(module)):
        notes.append(gettext("The costs are not in euros, so no amount was taken over."))
        return None
    texts = {text_of(found) for found in sums}
    read = {text: EXACT.fullmatch(text) for text in texts}
    if unclear := sorted(text for text, found in read.items() if found is None):
        reason = gettext("Not clear as an amount, so left out: %(text)s")
        notes.append(reason % {"text": ", ".join(unclear)[:100]})
        return None
    amounts = {_amount(*found.groups()) for found in read.values() if found}
    return amounts.pop() if len(amounts) == 1 else None


def _amount(euros: str, cents: str | None) -> Decimal:
    return Decimal(f"{euros}.{(cents or '')[:2]:0<2}")


def _currencies(module: Element) -> list[str]:
    """Return the currencies that a module names in attributes or elements of their own."""
    found = []
    for element in module.iter():
        if CURRENCY.match(local(element.tag)):
            codes = [text_of(code) for code in children(element, "code")]
            found.append("".join(codes) or element.get("code") or text_of(element))
        found += [value for name, value in element.attrib.items() if _is_currency(name)]
    return [currency.strip().upper() for currency in found]


def _is_currency(name: str) -> bool:
    # The lists of codes are named in attributes as well, such as currencyCodeListVersionID.
    return bool(CURRENCY.match(local(name))) and "list" not in name.lower()
