"""For whom, where and about what a page is, in words that are the same in all languages."""


def classification(page) -> dict[str, list[str]]:
    """Return the short names of a page's audiences, districts and topics."""
    names = ("audiences", "districts", "topics")
    return {name: sorted(term.slug for term in getattr(page, name).all()) for name in names}
