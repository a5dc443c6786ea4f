"""Who may decide about external calendars: whoever may publish in the calendar they go to."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import CalendarPage, CalendarSource


class CalendarSourcePolicy(ModelPermissionPolicy):
    """A source publishes without asking, so its right to change is a right to publish, too."""

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        """Say whether somebody may act on this source."""
        may_act = super().user_has_permission_for_instance(user, action, instance)
        return may_act and may_publish_in(user, instance.calendar_page)

    def instances_user_has_any_permission_for(self, user, actions):
        """Return the sources on which somebody may act."""
        sources = super().instances_user_has_any_permission_for(user, actions)
        return sources.filter(calendar_page__in=calendars_of(user))


class OwnSourceMixin:
    """For a view of one source: who may not publish in its calendar is turned away."""

    def get_object(self, *args, **kwargs) -> CalendarSource:
        """Return the source; raise PermissionDenied."""
        source = super().get_object(*args, **kwargs)
        if not may_publish_in(self.request.user, source.calendar_page):
            raise PermissionDenied
        return source


policy = CalendarSourcePolicy(CalendarSource)


def source_for(user: AbstractBaseUser, pk: int) -> CalendarSource:
    """Return a source that somebody may change; raise Http404 or PermissionDenied."""
    source = get_object_or_404(CalendarSource.objects.select_related("calendar_page"), pk=pk)
    if not policy.user_has_permission_for_instance(user, "change", source):
        raise PermissionDenied
    return source


def may_publish_in(user: AbstractBaseUser, calendar_page: CalendarPage) -> bool:
    """Say whether somebody may publish pages below a calendar."""
    return calendar_page.permissions_for_user(user).can_publish_subpage()


def calendars_of(user: AbstractBaseUser) -> list[int]:
    """Return the keys of the calendars below which somebody may publish."""
    return [page.pk for page in CalendarPage.objects.all() if may_publish_in(user, page)]
