"""Who can sign in to the demo town, and with what."""

from typing import NamedTuple

PASSWORD = "auenbrueck-demo"


class Login(NamedTuple):
    """A person of the demo town; `password` is empty for people who sign in by e-mailed code."""

    role: str
    name: str
    email: str
    password: str = ""


ADMINISTRATOR = Login("administrator", "Jonas Ebeling", "admin@auenbrueck.example", PASSWORD)
EDITOR = Login("editor", "Petra Lindqvist", "redaktion@auenbrueck.example", PASSWORD)
MODERATOR = Login("moderator", "Svenja Albrecht", "moderation@auenbrueck.example", PASSWORD)
ENGAGEMENT_OFFICER = Login(
    "engagement officer", "Fatma Aydın", "ehrenamt@auenbrueck.example", PASSWORD
)
OFFICE = Login("office", "Thomas Brandl", "netze@auenbrueck.example", PASSWORD)
ASSOCIATION_MEMBER = Login("association member", "Mehmet Kaya", "mehmet.kaya@sv-lohe.example")
CITIZEN = Login("citizen", "Karin Vogt", "karin.vogt@mail.example")

LOGINS = [
    ADMINISTRATOR,
    EDITOR,
    MODERATOR,
    ENGAGEMENT_OFFICER,
    OFFICE,
    ASSOCIATION_MEMBER,
    CITIZEN,
]
