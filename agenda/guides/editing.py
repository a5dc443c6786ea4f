"""The editor's form for guides."""

from django.utils.translation import gettext_lazy as _

from agenda.checks.forms import CheckedPageForm


class GuidePageForm(CheckedPageForm):
    """No two chapters of a guide may have the same address; staff answers for it."""

    def is_valid(self) -> bool:
        """Check the page, its chapters, and the addresses of the chapters against each other."""
        is_valid = super().is_valid()
        chapters = self.formsets.get("chapters")
        seen = set()
        for form in chapters.forms if chapters else []:
            if form in chapters.deleted_forms or (not form.has_changed() and not form.instance.pk):
                continue
            slug = form.instance.slug
            if slug and slug in seen:
                form.add_error("slug", _("Another chapter already has this address."))
                is_valid = False
            seen.add(slug)
        return is_valid
