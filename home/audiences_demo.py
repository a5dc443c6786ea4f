"""The pages of audiences in the demo town; what they put at the top must be there."""

from .models import AudienceIndexPage, AudiencePage, AudienceTopRow


def build(data: dict, context) -> None:
    """Build the overview and the page of each audience."""
    index = context.add_page(context.page("home"), AudienceIndexPage, data["index"])
    for item in data["pages"]:
        _build_page(index, item, context)


def _build_page(index: AudienceIndexPage, item: dict, context) -> None:
    def translate(page: AudiencePage, words: dict) -> None:
        rows = list(page.top_rows.all())
        for row, text in zip(rows, words["top"], strict=True):
            row.text = text
        page.top_rows = rows

    context.add_page(
        index,
        AudiencePage,
        item,
        translate=translate,
        audience=context.audiences([item["audience"]])[0],
        contact=context.contact(item["contact"]),
        top_rows=[
            AudienceTopRow(page=context.page(row["page"]), text=row["text"]) for row in item["top"]
        ],
    )
