"""Images and documents of the media library."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from ..image_cleaning import without_metadata


class CustomImage(AbstractImage):
    """An image; what its file tells of camera and place is removed when it is stored."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the image, as it must be printed beside it."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    def save(self, *args, **kwargs) -> None:
        """Store the image; a new raster file is re-encoded first."""
        if self.file and not self.file._committed:
            self.file.file = without_metadata(self.file.file, name=self.file.name)
            self.file_size = None
            self.file_hash = ""
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """An image in another size or format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file for download, with the statement whether it is accessible."""

    is_accessible = models.BooleanField(
        _("accessible"),
        default=False,
        help_text=_("Tick this only if the file can be read with a screen reader."),
    )

    admin_form_fields = (*Document.admin_form_fields, "is_accessible")
