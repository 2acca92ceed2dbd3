"""Two texts are told apart word by word."""

from portfolio.selectors.difference import MOST_WORDS, Piece, text_change


def test_what_both_have_is_kept_and_the_rest_is_marked() -> None:
    change = text_change("Need", "Nøgler bliver væk tit.", "Nøgler bliver væk ofte. Vi leder længe.")
    assert change.before == (Piece("same", "Nøgler bliver væk "), Piece("out", "tit."))
    assert change.after == (Piece("same", "Nøgler bliver væk "), Piece("in", "ofte. Vi leder længe."))


def test_the_pieces_put_together_are_the_texts() -> None:
    old, new = "Et  to\ntre fire ", "to fire\n fem"
    change = text_change("Need", old, new)
    assert "".join(piece.text for piece in change.before) == old
    assert "".join(piece.text for piece in change.after) == new


def test_an_empty_text_has_no_pieces_but_those_of_the_other() -> None:
    assert text_change("Need", "", "nyt").after == (Piece("in", "nyt"),)


def test_a_very_long_text_is_shown_whole() -> None:
    old = "ord " * (MOST_WORDS + 1)
    assert text_change("Need", old, "kort").before == (Piece("out", old),)
