"""How text gets into the search index."""

from wagtail.search import index

# Leichte Sprache parts long words with a dot in the middle, others with hyphens nobody sees.
PARTING = dict.fromkeys(map(ord, "·\u00ad\u200b"))


class WholeWordsField(index.SearchField):
    """Adds to a search field, where its text parts words, the text with whole ones."""

    def get_value(self, obj) -> object:
        """Return the text with whole words, or nothing if no word is parted."""
        value = super().get_value(obj)
        whole = _whole(value)
        return "" if whole == value else whole


def _whole(value: object) -> object:
    if isinstance(value, str):
        return value.translate(PARTING)
    return [_whole(item) for item in value] if isinstance(value, list) else value
