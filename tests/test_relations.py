"""Foreign keys keep the direction of the rooms, which import-linter cannot see."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model

ROOMS_FROM_BELOW = ["cms.content", "cms.mail", "agenda", "participation", "home"]


def layer_of(model) -> int | None:
    """Return how high the room of `model` lies; None for what a library brings."""
    module = model.__module__
    return next(
        (n for n, room in enumerate(ROOMS_FROM_BELOW) if f"{module}.".startswith(f"{room}.")), None
    )


def test_a_relation_points_to_the_same_room_or_one_below():
    relations = [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if layer_of(model) is not None
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        # The user is named by a setting, so that every room may know who did something.
        if field.related_model is not get_user_model()
    ]
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in relations
        if (layer_of(field.related_model) or 0) > layer_of(model)
    ]

    assert settings.AUTH_USER_MODEL == "accounts.User"
    assert len(relations) > 50
    assert upwards == []
