"""What the reports over the pages of these rooms have in common."""

from wagtail.admin.views.pages.listing import IndexView

_base = {column.name: column for column in IndexView.base_columns}


def report_columns(*columns, with_parent: bool = True) -> list:
    """Return the columns of a page list with `columns` after the title."""
    names_before = ("bulk_actions", "title", *(["parent"] if with_parent else []))
    names_after = ("status",)
    before = [_base[name] for name in names_before]
    return [*before, *columns, *(_base[name] for name in names_after)]
