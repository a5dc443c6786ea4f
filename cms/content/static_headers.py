"""How long others may keep the files whose address never changes."""

from wsgiref.headers import Headers

# Other sites link these, so their addresses carry no hash of the content.
SCRIPTS_FOR_OTHERS = ("/js/stadtagenda-kalender.js",)
A_DAY_THEN_A_WEEK_WHILE_ASKING = "public, max-age=86400, stale-while-revalidate=604800"


def keep_scripts_for_others(headers: Headers, path: str, url: str) -> None:
    """Let browsers keep a script of ours that other sites use: it must not slow them down."""
    if url.endswith(SCRIPTS_FOR_OTHERS):
        headers["Cache-Control"] = A_DAY_THEN_A_WEEK_WHILE_ASKING
