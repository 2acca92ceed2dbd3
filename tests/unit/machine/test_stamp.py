"""A step is skipped only when its input is the same."""

from pathlib import Path

from machine.stamp import digest_of, is_current, leave


def test_a_stamp_is_current_for_the_digest_it_was_left_with_and_no_other(tmp_path: Path) -> None:
    stamp = tmp_path / "stamps" / "step"
    assert is_current(stamp, "a") is False
    leave(stamp, "a")
    assert (is_current(stamp, "a"), is_current(stamp, "b")) == (True, False)
    leave(stamp, "b")
    assert (is_current(stamp, "a"), is_current(stamp, "b")) == (False, True)


def test_the_digest_follows_content_name_order_and_words(tmp_path: Path) -> None:
    one, two, same = tmp_path / "one", tmp_path / "two", tmp_path / "same" / "one"
    same.parent.mkdir()
    one.write_text("x")
    two.write_text("x")
    same.write_text("x")
    digests = [
        digest_of([one]),
        digest_of([two]),
        digest_of([one, two]),
        digest_of([two, one]),
        digest_of([one], "word"),
        digest_of([one], "wo", "rd"),
        digest_of([]),
    ]
    assert len(set(digests)) == len(digests)
    assert digest_of([same]) == digest_of([one])
    one.write_text("y")
    assert digest_of([one]) != digest_of([same])
