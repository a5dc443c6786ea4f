"""Printing what is due: called by the worker, and never by a request."""

import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from cms.content import page_cache
from cms.content.schedule import only_here

from .models import FileKind, GuideFile, GuidePage
from .models.files import guides_to_print, is_settled, printable_guides
from .print.booklet import as_of, booklet
from .print.paper import Job, PressMissing, Printed, PrintFailed, to_pdf
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


def print_file(guide_id: int, kind: FileKind) -> GuideFile | None:
    """Make one file of a guide anew if what it shows has changed.

    No transaction and no lock of a row lasts as long as the press works: a name is held, so that
    two workers never print the same. Returns None if another one is at it, if not everybody may
    read the guide, or if it has changed meanwhile.
    """
    with only_here(f"print:{guide_id}:{kind}") as is_ours:
        guide = _printable(guide_id)
        if not is_ours or guide is None:
            return None
        file, _created = GuideFile.objects.get_or_create(guide_id=guide_id, kind=kind)
        if is_settled(file, guide):
            return None
        return _store(guide, kind, _outcome(guide, file))


@dataclass(frozen=True)
class _Outcome:
    """What came of a job; without result and error the file is right as it is."""

    fingerprint: str = ""
    printed: Printed | None = None
    error: str = ""


def _printable(guide_id: int) -> GuidePage | None:
    return printable_guides().filter(pk=guide_id).select_related("locale").first()


def _outcome(guide: GuidePage, file: GuideFile) -> _Outcome:
    """Print unless the file is already what would be printed."""
    try:
        job = job_for(guide, FileKind(file.kind))
        if job.fingerprint == file.fingerprint:
            return _Outcome()
        return _Outcome(job.fingerprint, to_pdf(job))
    except Exception as error:
        # One guide that cannot be printed must not keep the others from it.
        logger.warning("Guide %s: %s is not printed. %s", guide.pk, file.kind, _told(error))
        return _Outcome(error=_told(error))


@transaction.atomic
def _store(guide: GuidePage, kind: FileKind, outcome: _Outcome) -> GuideFile | None:
    """Keep the outcome, unless the guide was taken back or says something else by now."""
    file = GuideFile.objects.select_for_update().filter(guide_id=guide.pk, kind=kind).first()
    now = _printable(guide.pk)
    if file is None or now is None or now.text_number != guide.text_number:
        return None
    is_new = bool(outcome.printed or outcome.error) or file.revision_number != guide.text_number
    if outcome.error:
        file.note_failure(guide.text_number, outcome.error)
    else:
        if outcome.printed:
            file.keep(outcome.printed.content, outcome.printed.page_count, outcome.fingerprint)
        file.note_success(guide.text_number)
    if is_new:
        _forget_cached(guide)
    return file


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
