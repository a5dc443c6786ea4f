"""What a printed page shows besides words: design, fonts, pictures, QR codes."""

import logging
import mimetypes
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

import qrcode
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from PIL import Image, UnidentifiedImageError

logger = logging.getLogger(__name__)

STYLES = "css/paper.css"
FONTS = [f"fonts/FiraSans-{weight}.woff2" for weight in ("Regular", "Italic", "Medium", "SemiBold")]
PICTURE = "width-1400|preserve-svg"
MAX_PICTURE_BYTES = 15 * 1024 * 1024
MAX_PICTURE_PIXELS = 30_000_000
QUIET_ZONE = 4
SVG_TYPE = "image/svg+xml"


class Materials:
    """Collects the files of one print job, each under the name that the HTML uses for it."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        for name in (STYLES, *FONTS):
            self.files[name] = (_static_file(name), mimetypes.guess_type(name)[0] or "font/woff2")

    def picture(self, image) -> dict:
        """Take over `image` and return its {src, width, height}; {} if it cannot be printed."""
        if image is None:
            return {}
        try:
            rendition = image.get_rendition(PICTURE)
            with rendition.file.open() as file:
                content = file.read(MAX_PICTURE_BYTES + 1)
            kind = _picture_type(content)
        except (OSError, ValueError, SuspiciousOperation, Image.DecompressionBombError) as error:
            # A guide without one of its pictures is better than none.
            logger.warning("Picture %s is not printed: %s", image.pk, type(error).__name__)
            return {}
        src = f"pictures/{len(self.files)}"
        self.files[src] = (content, kind)
        return {"src": src, "width": rendition.width, "height": rendition.height}

    def qr_code(self, text: str) -> str:
        """Make a QR code of `text` and return the name under which the HTML finds it."""
        name = f"codes/{len(self.files)}.svg"
        self.files[name] = (qr_code(text).encode(), SVG_TYPE)
        return name


def qr_code(text: str) -> str:
    """Return a QR code of `text` as an SVG drawing with the quiet zone that scanners need."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'width="{size}" height="{size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d={quoteattr(squares)}/></svg>'
    )


def _static_file(name: str) -> bytes:
    """Read a file of our own design, also where only the collected ones are left."""
    return Path(finders.find(name) or staticfiles_storage.path(name)).read_bytes()


def _picture_type(content: bytes) -> str:
    """Return the type that the content has, whatever its name says; raise ValueError if none."""
    if len(content) > MAX_PICTURE_BYTES:
        raise ValueError("too large")
    if content.lstrip()[:5] in {b"<svg ", b"<?xml"}:
        return SVG_TYPE
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise ValueError("too many pixels")
            return Image.MIME.get(picture.format, "")
    except UnidentifiedImageError as error:
        raise ValueError("no picture") from error
