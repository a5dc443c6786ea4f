"""Reports to test with."""

import uuid

from participation.accounts.models import Contribution
from participation.moderation import services
from participation.moderation.models import Report


def a_report(contribution: Contribution, **fields) -> Report:
    """Return a report of a contribution by somebody who wants no receipt."""
    values = {"reason": Report.Reason.INSULT, "submission_key": uuid.uuid4(), **fields}
    return services.report(contribution, **values)
