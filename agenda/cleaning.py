"""Markup from elsewhere: only what editors could have written themselves passes."""

from functools import partial

import nh3

TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "ul"}
clean = partial(
    nh3.clean,
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
