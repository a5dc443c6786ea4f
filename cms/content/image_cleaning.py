"""Uploaded pictures, freed from what their files tell beside the picture."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

# Formats that Pillow writes again without loss of what we need.
REENCODED_FORMATS = {"JPEG", "PNG", "WEBP", "AVIF"}


def without_metadata(file: File, *, name: str) -> File:
    """Return `file` re-encoded upright and without EXIF, XMP or comments.

    SVG and animated pictures are returned as they are: SVG is never accepted from
    people, and a GIF carries no location. Raises ValidationError if the file is broken.
    """
    if name.lower().endswith((".svg", ".gif")):
        return file
    file.seek(0)
    try:
        with Image.open(file) as picture:
            picture_format = picture.format
            if picture_format not in REENCODED_FORMATS or getattr(picture, "is_animated", False):
                file.seek(0)
                return file
            upright = ImageOps.exif_transpose(picture)
            upright.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This file is not a picture we can read.")) from error
    clean = BytesIO()
    options = {"quality": 90} if picture_format in {"JPEG", "WEBP", "AVIF"} else {}
    if profile := picture.info.get("icc_profile"):
        options["icc_profile"] = profile
    upright.info = {}
    upright.save(clean, format=picture_format, **options)
    return ContentFile(clean.getvalue(), name=name)
