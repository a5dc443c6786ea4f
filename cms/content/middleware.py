"""Requests that no view could answer sensibly are refused before they reach one."""

from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string

MAX_PATH_LENGTH = 2000


class RejectMalformedRequests:
    """Answer 400 to null bytes and to addresses beyond measure.

    PostgreSQL cannot store a null byte, so that one in an address or a query would end
    as a server error wherever it is compared with a column.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        too_long = len(request.path) + len(query) > MAX_PATH_LENGTH
        if too_long or "\x00" in request.path or "%00" in query or "\x00" in query:
            return HttpResponseBadRequest(render_to_string("400.html"))
        for name in list(request.COOKIES):
            if "\x00" in request.COOKIES[name]:
                del request.COOKIES[name]
        return self.get_response(request)
