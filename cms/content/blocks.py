"""The blocks that make up a page's body, grouped by purpose."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]

TEXT = _("Text")
MEDIA = _("Pictures, films and files")
LINKS = _("Ways on")
DATA = _("Figures and tables")


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        group = TEXT
        icon = "h2"
        label = _("Heading")
        description = _("Opens a new section.")
        template = "content/blocks/heading.html"
        preview_value = "Was sich ändert"


class SubheadingBlock(blocks.CharBlock):
    """A heading of the third level."""

    class Meta:
        group = TEXT
        icon = "h3"
        label = _("Subheading")
        description = _("Divides a section; use it only below a heading.")
        template = "content/blocks/subheading.html"
        preview_value = "Für wen das gilt"


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    class Meta:
        group = TEXT
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "content/blocks/text.html"
        preview_value = "<p>Die Stadt richtet einen Lernort für alle ein.</p>"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("quote"), max_length=600)
    name = blocks.CharBlock(label=_("name"), max_length=120, required=False)
    role = blocks.CharBlock(label=_("role"), max_length=160, required=False)

    class Meta:
        group = TEXT
        icon = "openquote"
        label = _("Quote")
        description = _("What somebody said, with name and role.")
        template = "content/blocks/quote.html"
        preview_value = {"text": "Digital heißt: leichter für alle.", "name": "", "role": ""}


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("question or title"), max_length=160)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT_FEATURES)


class AccordionBlock(blocks.ListBlock):
    """Sections that open on demand."""

    def __init__(self, **kwargs):
        super().__init__(AccordionItemBlock(), **kwargs)

    class Meta:
        group = TEXT
        icon = "list-ul"
        label = _("Accordion")
        description = _("Questions and answers that open one by one.")
        template = "content/blocks/accordion.html"
        preview_value = [{"title": "Was kostet das?", "text": "<p>Nichts.</p>"}]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=160)
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT_FEATURES)


class StepsBlock(blocks.StructBlock):
    """An instruction in numbered steps."""

    title = blocks.CharBlock(label=_("title"), max_length=160, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=1)

    class Meta:
        group = TEXT
        icon = "list-ol"
        label = _("Steps")
        description = _("An instruction, step by step.")
        template = "content/blocks/steps.html"
        preview_value = {
            "title": "So geht es",
            "steps": [{"title": "Anmelden", "text": "<p>Mit Ihrer E-Mail-Adresse.</p>"}],
        }


class ChecklistEntryBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("what is to be done"), max_length=200)
    help = blocks.TextBlock(label=_("help"), max_length=400, required=False)


class ChecklistBlock(blocks.StructBlock):
    """Things to do; readers tick them, and the ticks stay on their own device."""

    title = blocks.CharBlock(label=_("title"), max_length=160, required=False)
    entries = blocks.ListBlock(ChecklistEntryBlock(), label=_("entries"), min_num=1, max_num=40)

    class Meta:
        group = TEXT
        icon = "check"
        label = _("Checklist")
        description = _("Things to tick off, on screen or on paper.")
        template = "content/blocks/checklist.html"
        preview_value = {
            "title": "Vor dem Umzug",
            "entries": [{"text": "Post nachsenden lassen", "help": ""}],
        }


class ImageBlock(blocks.StructBlock):
    """A picture that either has an alternative text or is marked as decorative."""

    image = ImageChooserBlock(label=_("picture"))
    alt_text = blocks.CharBlock(
        label=_("alternative text"),
        max_length=250,
        required=False,
        help_text=_("What the picture tells somebody who does not see it."),
    )
    is_decorative = blocks.BooleanBlock(
        label=_("decorative"),
        required=False,
        help_text=_("The picture adds no information."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=250, required=False)
    credit = blocks.CharBlock(label=_("credit"), max_length=160, required=False)

    def clean(self, value):
        """Require an alternative text or the statement that none is needed."""
        result = super().clean(value)
        if not result["alt_text"].strip() and not result["is_decorative"]:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "alt_text": ValidationError(_("Describe the picture or mark it as decorative."))
                }
            )
        return result

    class Meta:
        group = MEDIA
        icon = "image"
        label = _("Picture")
        description = _("A picture with alternative text, caption and credit.")
        template = "content/blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    """A file for download."""

    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(label=_("title"), max_length=160, required=False)

    class Meta:
        group = MEDIA
        icon = "doc-full"
        label = _("Document")
        description = _("A download; type, size and accessibility are shown beside it.")
        template = "content/blocks/document.html"


class VideoBlock(blocks.StructBlock):
    """A film elsewhere: shown as a poster, opened only when asked for."""

    title = blocks.CharBlock(label=_("title"), max_length=160)
    poster = ImageChooserBlock(label=_("poster picture"), required=False)
    url = blocks.URLBlock(label=_("address of the film"))
    transcript = blocks.RichTextBlock(
        label=_("transcript"),
        features=RICH_TEXT_FEATURES,
        help_text=_("What is said and shown, in words."),
    )

    class Meta:
        group = MEDIA
        icon = "media"
        label = _("Film")
        description = _("A poster that leads to a film; nothing is loaded from elsewhere before.")
        template = "content/blocks/video.html"


class SignLanguageVideoBlock(blocks.StructBlock):
    """A film in German Sign Language."""

    title = blocks.CharBlock(label=_("title"), max_length=160)
    poster = ImageChooserBlock(label=_("poster picture"), required=False)
    url = blocks.URLBlock(label=_("address of the film"))

    class Meta:
        group = MEDIA
        icon = "view"
        label = _("Sign language film")
        description = _("The content in German Sign Language.")
        template = "content/blocks/sign_language_video.html"


class CallToActionValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Return the address that the button leads to."""
        page = self.get("page")
        return page.url if page else self.get("url") or ""


class CallToActionBlock(blocks.StructBlock):
    """One thing to do now."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=400, required=False)
    label = blocks.CharBlock(label=_("text on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    url = blocks.URLBlock(label=_("or another address"), required=False)

    def clean(self, value):
        """Require exactly one aim."""
        result = super().clean(value)
        if bool(result["page"]) == bool(result["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "page": ValidationError(_("Choose a page or enter an address, one of the two."))
                }
            )
        return result

    class Meta:
        group = LINKS
        icon = "tick"
        label = _("Call to action")
        description = _("A highlighted button with a sentence.")
        template = "content/blocks/call_to_action.html"
        value_class = CallToActionValue


class ListedPageChooserBlock(blocks.PageChooserBlock):
    """Chooses a page; all that a page's body names are fetched at once, as cards show them."""

    def __init__(self, **kwargs):
        super().__init__(page_type="content.BasePage", **kwargs)

    def bulk_to_python(self, values: list[int]) -> list:
        """Return the pages with these ids, drafts included, or None in their place."""
        from .queries import with_privacy

        pages = with_privacy(self.model_class.objects.filter(pk__in=values)).in_bulk()
        return [pages.get(value) for value in values]


class RelatedPagesValue(blocks.StructValue):
    @property
    def resolved_pages(self) -> list:
        """Return the chosen pages that are public, in the order chosen."""
        return [page for page in self["pages"] if page and page.live and not page.is_private]


class RelatedPagesBlock(blocks.StructBlock):
    """Pages that fit."""

    title = blocks.CharBlock(label=_("title"), max_length=120, required=False)
    pages = blocks.ListBlock(ListedPageChooserBlock(), label=_("pages"), min_num=1, max_num=12)

    class Meta:
        group = LINKS
        icon = "link"
        label = _("Related pages")
        description = _("Cards of pages that fit.")
        template = "content/blocks/related_pages.html"
        value_class = RelatedPagesValue


class KeyFigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("figure"), max_length=20)
    unit = blocks.CharBlock(label=_("unit"), max_length=20, required=False)
    label = blocks.CharBlock(label=_("what it counts"), max_length=120)
    source = blocks.CharBlock(label=_("source"), max_length=160, required=False)


class KeyFiguresBlock(blocks.ListBlock):
    """A few figures that say much."""

    def __init__(self, **kwargs):
        super().__init__(KeyFigureBlock(), min_num=1, max_num=6, **kwargs)

    class Meta:
        group = DATA
        icon = "order"
        label = _("Key figures")
        description = _("Up to six figures with unit and source.")
        template = "content/blocks/key_figures.html"
        preview_value = [{"value": "72", "unit": "%", "label": "der Anträge online"}]


class DataTableBlock(TableBlock):
    """A table with caption and header cells."""

    class Meta:
        group = DATA
        icon = "table"
        label = _("Table")
        description = _("Rows and columns; give it a caption and a header.")
        template = "content/blocks/table.html"


class ContactBlock(SnippetChooserBlock):
    """The person to ask."""

    def __init__(self, **kwargs):
        super().__init__("content.ContactPerson", **kwargs)

    class Meta:
        group = LINKS
        icon = "user"
        label = _("Contact person")
        description = _("Name, office, phone and a contact form.")
        template = "content/blocks/contact.html"


class PlaceBlock(SnippetChooserBlock):
    """Where something is."""

    def __init__(self, **kwargs):
        super().__init__("content.Place", **kwargs)

    class Meta:
        group = LINKS
        icon = "site"
        label = _("Place")
        description = _("Address, opening hours and accessibility; no map is loaded.")
        template = "content/blocks/place.html"


class ContentStreamBlock(blocks.StreamBlock):
    """Everything that a page's body may hold."""

    heading = HeadingBlock(max_length=120)
    subheading = SubheadingBlock(max_length=120)
    text = TextBlock(features=RICH_TEXT_FEATURES)
    quote = QuoteBlock()
    accordion = AccordionBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    image = ImageBlock()
    document = DocumentBlock()
    video = VideoBlock()
    sign_language_video = SignLanguageVideoBlock()
    call_to_action = CallToActionBlock()
    related_pages = RelatedPagesBlock()
    contact = ContactBlock()
    place = PlaceBlock()
    key_figures = KeyFiguresBlock()
    table = DataTableBlock()
