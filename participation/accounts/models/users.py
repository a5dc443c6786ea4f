"""The people who use the platform: citizens, members of associations, staff."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Finds and creates people by e-mail address, whatever its letter case."""

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email__iexact=username)

    def for_email(self, email: str, *, language: str = settings.LANGUAGE_CODE) -> "User":
        """Return the person with this address; create one without a password if there is none."""
        email = email.strip().lower()
        person = self.filter(email__iexact=email).first()
        if person is None:
            person, _created = self.get_or_create(
                email=email, defaults={"language": language, "password": "!"}
            )
        return person

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create a person; without `password` they sign in by e-mailed code only."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Create an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person, known by e-mail address; a password is for staff only."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("display name"), max_length=60, blank=True, help_text=_("Shown beside contributions.")
    )
    language = models.CharField(
        _("language"), max_length=20, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed at"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email_address"),
        ]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.display_name or self.get_full_name() or f"#{self.pk}"
