"""Settings for the tests: the real database engine, small hashes, mail kept in memory."""

import os

from .development import *  # noqa: F403
from .development import DATABASES, STATIC_ROOT, VAR_DIR

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_stadtagenda")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = VAR_DIR / "test-media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Views are written at once, in the thread of the request.
VIEW_COUNT_SECONDS = 0
# Tests of the seat lock switch it off to show that they would notice.
SEAT_LOCK = os.environ.get("SEAT_LOCK") != "off"
# (host, port) of servers inside the network that a test may fetch from; production has none.
FETCHABLE_TEST_SERVERS = set()
# No test asks other servers; those of the links ask one of their own.
LINK_CHECK = False
# Tests send more than people do; those of the limits switch them on.
ACCOUNT_RATE_LIMITS = {"contribute": None, "contribute_as": None}

# The tests collect no static files; the folder spares them a warning for each request.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
