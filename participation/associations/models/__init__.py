"""Organisations, the people who act for them, and the charter they sign."""

from .charter import CharterPage, CharterSignature, Commitment
from .organisations import Membership, Organisation

__all__ = ["CharterPage", "CharterSignature", "Commitment", "Membership", "Organisation"]
