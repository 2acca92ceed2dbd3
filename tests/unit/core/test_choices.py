"""A choice with its options as the page holds it: boxes under one another, or a list to pull down."""

from django import forms

SIZES = [("small", "Lille & let"), ("Større", [(2, "<Mellem>"), (3, "Stor")])]


class Example(forms.Form):
    box = forms.MultipleChoiceField(choices=SIZES, widget=forms.CheckboxSelectMultiple, required=False)
    ring = forms.ChoiceField(choices=SIZES[:1], widget=forms.RadioSelect)
    row = forms.ChoiceField(choices=SIZES, required=False)
    rows = forms.MultipleChoiceField(choices=SIZES[:1], required=False, disabled=True)
    none = forms.ChoiceField(choices=[], required=False)


def test_boxes_stand_under_the_name_of_their_group() -> None:
    assert str(Example({"box": ["2"]})["box"]) == (
        '<div class="form-group-checkbox">\n'
        '  <input type="checkbox" name="box" value="small" class="form-checkbox" id="id_box_0">\n'
        '  <label for="id_box_0">Lille &amp; let</label>\n'
        '</div><p class="form-choices__group">Større</p><div class="form-group-checkbox">\n'
        '  <input type="checkbox" name="box" value="2" class="form-checkbox" id="id_box_1_0" checked>\n'
        '  <label for="id_box_1_0">&lt;Mellem&gt;</label>\n'
        "</div>\n"
        '<div class="form-group-checkbox">\n'
        '  <input type="checkbox" name="box" value="3" class="form-checkbox" id="id_box_1_1">\n'
        '  <label for="id_box_1_1">Stor</label>\n'
        "</div>"
    )


def test_one_of_several_is_a_radio_button() -> None:
    assert str(Example()["ring"]) == (
        '<div class="form-group-radio">\n'
        '  <input type="radio" name="ring" value="small" class="form-radio" id="id_ring_0" required>\n'
        '  <label for="id_ring_0">Lille &amp; let</label>\n'
        "</div>"
    )


def test_a_list_holds_its_groups() -> None:
    assert str(Example({"row": "3"})["row"]) == (
        '<select name="row" class="form-select" id="id_row">\n'
        '  <option value="small">Lille &amp; let</option>\n'
        '  <optgroup label="Større">\n'
        '  <option value="2">&lt;Mellem&gt;</option>\n'
        '  <option value="3" selected>Stor</option>\n'
        "  </optgroup>\n"
        "</select>"
    )


def test_a_list_says_that_it_is_closed_or_takes_several() -> None:
    assert str(Example()["rows"]).startswith('<select name="rows" class="form-select" id="id_rows" disabled multiple>')


def test_a_list_may_be_empty() -> None:
    assert str(Example()["none"]) == '<select name="none" class="form-select" id="id_none">\n</select>'
