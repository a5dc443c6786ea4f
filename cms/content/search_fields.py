"""How text gets into the search index."""

from wagtail.search import index

# Leichte Sprache parts long words with a dot in the middle, others with hyphens nobody sees.
JOINED = dict.fromkeys(map(ord, "·\u00ad\u200b"))


class WordsField(index.SearchField):
    """A search field in which parted words are found as whole ones."""

    def get_value(self, obj) -> object:
        """Return the text without what only parts words."""
        return _joined(super().get_value(obj))


def _joined(value: object) -> object:
    if isinstance(value, str):
        return value.translate(JOINED)
    return [_joined(item) for item in value] if isinstance(value, list) else value
