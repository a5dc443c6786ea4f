"""Printing what is due: called by the worker, and never by a request."""

import logging

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from cms.content import page_cache

from .models import FileKind, GuideFile, GuidePage
from .models.files import guides_to_print, is_settled, printable_guides
from .print.booklet import as_of, booklet
from .print.paper import Job, PressMissing, PrintFailed, to_pdf
from .print.sheets import Paper, Sheet, sheet_to_print

logger = logging.getLogger(__name__)

PAPERS = {FileKind.POSTER: Paper.A4, FileKind.FLYER: Paper.A5}


def print_next() -> GuideFile | None:
    """Make or check one file that is due; return it, or None if nothing is to be done."""
    guide = guides_to_print().first()
    if guide is None:
        return None
    files = {file.kind: file for file in guide.files.defer("content")}
    due = (kind for kind in FileKind if not is_settled(files.get(kind), guide))
    # Another worker may have made it meanwhile.
    kind = next(due, None)
    return print_file(guide.pk, kind) if kind else None


@transaction.atomic
def print_file(guide_id: int, kind: FileKind) -> GuideFile | None:
    """Make one file of a guide anew if what it shows has changed.

    The row is locked meanwhile, so that two workers never print the same. Returns None if
    another one is at it, or if not everybody may read the guide.
    """
    GuideFile.objects.get_or_create(guide_id=guide_id, kind=kind)
    own = GuideFile.objects.select_for_update(skip_locked=True)
    file = own.filter(guide_id=guide_id, kind=kind).first()
    guide = printable_guides().filter(pk=guide_id).select_related("locale").first()
    if file is None or guide is None or is_settled(file, guide):
        return None
    number = guide.live_revision_id or 0
    try:
        with transaction.atomic():
            is_new = _print(file, guide)
    except Exception as error:
        # One guide that cannot be printed must not keep the others from it.
        logger.warning("Guide %s: %s is not printed. %s", guide_id, kind, _told(error))
        file.note_failure(number, _told(error))
        is_new = True
    else:
        file.note_success(number)
    if is_new:
        _forget_cached(guide)
    return file


def _print(file: GuideFile, guide: GuidePage) -> bool:
    """Print unless the file is already what would be printed; say whether it was."""
    job = job_for(guide, FileKind(file.kind))
    if job.fingerprint == file.fingerprint:
        return False
    printed = to_pdf(job)
    file.keep(printed.content, printed.page_count, job.fingerprint)
    return True


def _told(error: Exception) -> str:
    """Return what may be kept of an error: the words of others may repeat what the page says."""
    is_ours = isinstance(error, PressMissing | PrintFailed)
    return f"{type(error).__name__}: {error}" if is_ours else type(error).__name__


def job_for(guide: GuidePage, kind: FileKind) -> Job:
    """Return what the press needs for one file of a guide."""
    if guide.get_site() is None:
        raise PrintFailed("The guide lies outside of every site.")
    if kind == FileKind.GUIDE:
        return booklet(guide)
    language_code = guide.locale.language_code
    with translation.override(language_code):
        sheet = Sheet(
            title=guide.title,
            summary=guide.summary,
            url=guide.full_url,
            site=guide.get_site(),
            language_code=language_code,
            eyebrow=gettext("Guide"),
            as_of=as_of(guide),
            picture=guide.listing_image,
        )
    return sheet_to_print(sheet, PAPERS[kind])


def remove_files_of_hidden_guides() -> None:
    """Delete the files of guides that were taken back or made private."""
    GuideFile.objects.of_hidden_guides().delete()


def _forget_cached(guide: GuidePage) -> None:
    """Let the pages that offer the files show the new ones."""
    base = guide.full_url
    if not base:
        return
    paths = ["", guide.complete_path(), *(guide.file_path(kind) for kind in FileKind)]
    page_cache.purge_urls([f"{base}{path}" for path in paths])
