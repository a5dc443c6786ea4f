"""The addresses of the form, as the question on a page names them."""

from urllib.parse import urlencode

from django.urls import reverse

ANSWER_PARAMETER, PART_PARAMETER = "antwort", "teil"


def form_path(page_id: int, answer: str, part: object = "") -> str:
    """Return where an answer about a page, or about one part of it, is given."""
    query = {ANSWER_PARAMETER: answer} | ({PART_PARAMETER: part} if part else {})
    return f"{reverse('feedback', kwargs={'page_id': page_id})}?{urlencode(query)}"
