"""Whole pages kept for anonymous readers, dropped exactly when what they show changes.

A stored answer is found under a key made of the address and two tokens: one of the whole
site, one of the path. Changing a token makes every answer stored under it unreachable,
also one that was being rendered while the content changed and is stored afterwards.
"""

import hashlib
import time
from collections import OrderedDict
from threading import Lock
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.crypto import get_random_string
from django.utils.http import parse_etags, quote_etag

from . import view_counts

SITE_TOKEN_NAME = "page-cache:site"
TOKEN_SECONDS = 7 * 24 * 3600
# Somebody with a session, or with a message to be shown once.
PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}
MAX_RECENT_ANSWERS = 128
# So much longer than in the shared cache may an answer live here.
MAX_RECENT_SECONDS = 30
UNCACHED_PREFIXES = ("/admin/", "/static/", "/media/", "/documents/", "/demo/")
KEPT_HEADERS = (
    "Access-Control-Allow-Origin",
    "Content-Disposition",
    "Content-Type",
    "Content-Language",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Cache-Control",
    "Link",
    "ETag",
)


def _path_token_name(path: str) -> str:
    return "page-cache:path:" + hashlib.sha256(path.encode()).hexdigest()


def _new_token() -> str:
    return get_random_string(16)


def purge_site() -> None:
    """Make every stored page unreachable once the running transaction is committed."""
    transaction.on_commit(lambda: cache.set(SITE_TOKEN_NAME, _new_token(), TOKEN_SECONDS))


def site_version() -> str:
    """Return a word that changes whenever every stored page is purged."""
    return cache.get_or_set(SITE_TOKEN_NAME, _new_token, TOKEN_SECONDS)


def purge_urls(urls: list[str]) -> None:
    """Make the stored answers at these addresses unreachable, whatever their query."""
    # Addresses are percent-encoded, the path of a request is not.
    paths = {unquote(urlsplit(url).path) for url in urls if url}
    tokens = {_path_token_name(path): _new_token() for path in paths}
    transaction.on_commit(lambda: cache.set_many(tokens, TOKEN_SECONDS))


class RecentAnswers:
    """The last answers of this process, which saves fetching and unpacking them.

    What a key names never changes, because it holds the tokens; only age ends an answer.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._answers: OrderedDict[str, tuple] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> tuple | None:
        """Return the answer kept under `key` unless it is too old."""
        with self._lock:
            stored_at, stored = self._answers.get(key, (0, None))
            if stored is None or time.monotonic() - stored_at > MAX_RECENT_SECONDS:
                self._answers.pop(key, None)
                return None
            self._answers.move_to_end(key)
            return stored

    def set(self, key: str, stored: tuple) -> None:
        """Keep an answer, and let go of the one that was not asked for longest."""
        with self._lock:
            self._answers[key] = (time.monotonic(), stored)
            if len(self._answers) > self.size:
                self._answers.popitem(last=False)


_recent = RecentAnswers(MAX_RECENT_ANSWERS)


class PageCacheMiddleware:
    """Serve and store the pages of readers who carry no session.

    Stored are only answers with status 200 to GET and HEAD that set no cookie and do not
    forbid it. A request with a session cookie neither reads nor fills the cache.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self._may_be_shared(request):
            return self._counted(request, self.get_response(request))
        key = self._key(request)
        stored = _recent.get(key)
        if stored is None:
            stored = cache.get(key)
            if stored is None:
                response = self.get_response(request)
                if not self._may_be_stored(response):
                    return self._counted(request, response)
                stored = self._as_stored(response)
                cache.set(key, stored, settings.PAGE_CACHE_SECONDS)
            _recent.set(key, stored)
        content, headers, page_id = stored
        view_counts.count(request, page_id)
        return self._answer(request, content, headers)

    @staticmethod
    def _counted(request, response):
        view_counts.count(request, view_counts.shown_page_id(response))
        return response

    @staticmethod
    def _may_be_shared(request) -> bool:
        return (
            settings.PAGE_CACHE_SECONDS > 0
            and request.method in {"GET", "HEAD"}
            and not PERSONAL_COOKIES & request.COOKIES.keys()
            and "HTTP_AUTHORIZATION" not in request.META
            and "HTTP_HX_REQUEST" not in request.META
            and not request.path_info.startswith(UNCACHED_PREFIXES)
        )

    @staticmethod
    def _key(request) -> str:
        path_token = _path_token_name(request.path_info)
        tokens = cache.get_many([SITE_TOKEN_NAME, path_token])
        for name in (SITE_TOKEN_NAME, path_token):
            # A token that the cache lost must not come back as what it was before.
            if name not in tokens:
                tokens[name] = cache.get_or_set(name, _new_token, TOKEN_SECONDS)
        address = "\n".join(
            (
                request.scheme,
                request.META.get("HTTP_HOST", ""),
                request.META.get("QUERY_STRING", ""),
                request.path_info,
                tokens[SITE_TOKEN_NAME],
                tokens[path_token],
            )
        )
        return "page-cache:answer:" + hashlib.sha256(address.encode()).hexdigest()

    @staticmethod
    def _may_be_stored(response) -> bool:
        cache_control = response.get("Cache-Control", "")
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "private" not in cache_control
            and "no-store" not in cache_control
        )

    @staticmethod
    def _as_stored(response) -> tuple[bytes, dict[str, str], int | None]:
        if "ETag" not in response:
            response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        # Browsers ask each time; the answer is usually 304 without a body.
        patch_cache_control(response, public=True, no_cache=True)
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        return response.content, headers, view_counts.shown_page_id(response)

    @staticmethod
    def _answer(request, content: bytes, headers: dict[str, str]) -> HttpResponse:
        if headers["ETag"] in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(content, headers={**headers, "Content-Length": str(len(content))})
