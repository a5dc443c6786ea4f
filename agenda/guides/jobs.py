"""Repeated jobs of guides."""

import time

from cms.content.schedule import every

from . import printing

# Then mail and everything else that is due gets its turn.
WORK_SECONDS = 4


@every(seconds=2)
def print_guides() -> None:
    """Print guides that were published or have changed, for some seconds at a time."""
    printing.remove_files_of_hidden_guides()
    started_at = time.monotonic()
    while time.monotonic() - started_at < WORK_SECONDS:
        if printing.print_next() is None:
            return
