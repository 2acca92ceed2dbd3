"""A part is drawn once for the same facts, and anew for any other."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import override

from core import drawings
from core.drawings import Drawings


def pen(asked: list[str]) -> Callable[[str], Callable[[], SafeString]]:
    """Return what makes pens, each of which notes down that it was used."""

    def draw(text: str) -> SafeString:
        asked.append(text)
        return SafeString(text)

    return lambda text: lambda: draw(text)


def test_the_same_facts_are_drawn_once() -> None:
    asked: list[str] = []
    draw, parts = pen(asked), Drawings()
    found = [parts.drawn(("a", Decimal("1.0")), draw(text)) for text in ("first", "second")]
    assert (found, asked) == (["first", "first"], ["first"])


def test_other_facts_or_another_language_are_drawn_anew() -> None:
    asked: list[str] = []
    draw, parts = pen(asked), Drawings()
    for facts in (("a", Decimal("1.0")), ("a", Decimal("1.00")), ("a", None), ("b", Decimal("1.0"))):
        parts.drawn(facts, draw(str(facts)))
    with override("en"):
        parts.drawn(("a", None), draw("english"))
    assert len(asked) == 5


def test_two_kinds_of_part_are_kept_apart() -> None:
    asked: list[str] = []
    draw = pen(asked)
    assert [Drawings().drawn("same", draw(text)) for text in ("one", "other")] == ["one", "other"]


def test_what_has_been_unused_for_longest_goes_first() -> None:
    asked: list[str] = []
    draw, parts = pen(asked), Drawings()
    for number in range(drawings.MOST):
        parts.drawn(number, draw("early"))
    parts.drawn(0, draw("again"))
    parts.drawn("one more", draw("late"))
    asked.clear()
    parts.drawn(0, draw("kept"))
    parts.drawn(1, draw("gone"))
    assert asked == ["gone"]
