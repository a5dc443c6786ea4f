"""Settings for a town in service: refuses to start with a missing or insecure value."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import DEMO, SITE_URL, TILE_URL, env


def required(name: str) -> str:
    """Return the environment variable `name`; raise ImproperlyConfigured if it is empty."""
    if not (value := env(name, default="")):
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


DEBUG = False
if DEMO:
    raise ImproperlyConfigured("DEMO must be off: it shows all mail to everybody.")
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts, not '*'.")
required("SITE_URL")
if urlsplit(SITE_URL).scheme != "https":
    raise ImproperlyConfigured("SITE_URL must start with https://.")
required("DATABASE_URL")
DATABASES = {"default": env.db("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
required("EMAIL_URL")
required("DEFAULT_FROM_EMAIL")
if TILE_URL and urlsplit(TILE_URL).scheme != "https":
    raise ImproperlyConfigured("TILE_URL must start with https://.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Limits count visitors, not the server in front of us.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
