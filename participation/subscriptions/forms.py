"""The form for following a page."""

from django.utils.translation import gettext_lazy as _

from participation.accounts.forms import ContributionForm


class FollowForm(ContributionForm):
    """Who wants to get the news."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that we know how to address you. It is not shown.")
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "Never shown. We send you a link; the news come once you have used it."
            )
