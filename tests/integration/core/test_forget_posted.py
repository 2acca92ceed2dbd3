"""What has been carried out is remembered for a number of days, and then forgotten by the scheduler."""

from datetime import timedelta

import pytest
from django.conf import settings

from config.celery import app
from core import clock
from core.domain.posting import post_once
from core.models import PostedRequest, User
from core.tasks import forget_posted


@pytest.fixture
def person(db) -> User:
    return User.objects.create_user("en@test.invalid", name="En")


def post(key: str, person: User, days_ago: int) -> bool:
    with clock.standing_at(clock.now() - timedelta(days=days_ago)):
        return post_once(key, {"content": "same"}, lambda: {"made": key}, person=person).first


def test_only_those_older_than_the_setting_are_forgotten(person, settings):
    settings.POSTED_REQUEST_DAYS = 5
    for key, days_ago in (("old", 6), ("young", 4), ("new", 0)):
        assert post(key, person, days_ago)
    assert forget_posted() == 1
    assert forget_posted() == 0
    assert set(PostedRequest.objects.values_list("key", flat=True)) == {"young", "new"}
    assert (post("young", person, 0), post("old", person, 0)) == (False, True)


def test_the_scheduler_asks_for_it_every_night():
    tasks = [one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()]
    assert tasks.count("core.forget_posted") == 1
    app.loader.import_default_modules()
    assert "core.forget_posted" in app.tasks
