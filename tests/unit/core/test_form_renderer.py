"""Forms in the design system's clothes."""

from decimal import Decimal

import pytest
from django import forms
from django.utils.safestring import mark_safe

from core.forms.widgets import DateInput, HoursInput, MoneyInput, PercentInput


class Example(forms.Form):
    title = forms.CharField(label="Titel", help_text="Én linje.")
    cost = forms.DecimalField(label="Udgift", localize=True, widget=MoneyInput)
    rate = forms.DecimalField(label="Rente", localize=True, widget=PercentInput, required=False)
    effort = forms.DecimalField(label="Timer", localize=True, widget=HoursInput, required=False)
    start = forms.DateField(label="Start", localize=True, widget=DateInput, help_text="Cirka.", required=False)
    text = forms.CharField(label="Behov", widget=forms.Textarea(attrs={"class": "tall"}), required=False)
    unit = forms.ChoiceField(label="Afdeling", choices=[("a", "A")])
    kind = forms.ChoiceField(label="Slags", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    who = forms.MultipleChoiceField(
        label="Berørte", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    external = forms.BooleanField(label="Hjælp udefra", required=False)
    paper = forms.FileField(label="Bilag", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("title", "form-input"),
        ("cost", "form-input form-input--money"),
        ("start", "form-input form-input--short"),
        ("text", "form-input tall"),
        ("unit", "form-select"),
        ("kind", "form-radio"),
        ("who", "form-checkbox"),
        ("external", "form-checkbox"),
        ("paper", "form-file"),
    ],
)
def test_each_kind_of_control_has_its_class(name: str, css: str) -> None:
    assert f'class="{css}"' in str(Example()[name])


def test_a_hidden_control_has_none() -> None:
    assert str(Example()["hidden"]) == '<input type="hidden" name="hidden" id="id_hidden">'


@pytest.mark.parametrize(("name", "suffix"), [("cost", "kr."), ("effort", "timer"), ("rate", "%"), ("title", "")])
def test_affixes(name: str, suffix: str) -> None:
    field = Example()[name]
    assert (field.prefix, field.suffix) == ("", suffix)
    assert (f'<div class="form-input-suffix">{suffix}</div>' in field.as_field_group()) is bool(suffix)


def test_a_date_says_how_to_write_it_after_its_own_help() -> None:
    assert Example()["start"].help_text == "Cirka. Skriv dag, måned og år, for eksempel 14.03.2027."


def test_danish_numbers_go_in_and_out() -> None:
    form = Example({"title": "x", "cost": "1.234.567,50", "unit": "a", "kind": "a"})
    assert form.is_valid()
    assert form.cleaned_data["cost"] == Decimal("1234567.50")
    assert 'value="1.234.567,50"' in str(Example(initial={"cost": Decimal("1234567.50")})["cost"])


def test_only_the_optional_is_marked() -> None:
    form = Example()
    marked = {field.name for field in form.visible_fields() if "(frivilligt)" in field.as_field_group()}
    assert marked == {"rate", "effort", "start", "text", "who", "paper"}


def test_an_error_is_tied_to_its_field_and_named_in_the_summary() -> None:
    form = Example({"title": "", "cost": "mange", "unit": "a"})
    form.add_error(None, "Summen passer ikke.")
    html = str(form)
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert '<a href="#id_title">Udfyld “Titel”.</a>' in html
    assert '<a href="#id_kind_0">Vælg under “Slags”.</a>' in html
    assert "<li>Summen passer ikke.</li>" in html


def test_every_link_of_the_summary_leads_to_a_control() -> None:
    html = str(Example({}))
    targets = {part.split('"')[0] for part in html.split('href="#')[1:]}
    assert targets == {"id_title", "id_cost", "id_unit", "id_kind_0"}
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_help_that_is_html_stays_html() -> None:
    class Safe(forms.Form):
        secret = forms.CharField(help_text=mark_safe("<em>Tolv tegn.</em>"))

    assert "<em>Tolv tegn.</em>" in Safe()["secret"].as_field_group()


def test_a_placeholder_is_left_out() -> None:
    class Foreign(forms.Form):
        email = forms.EmailField(widget=forms.EmailInput(attrs={"placeholder": "E-mail"}))

    assert "placeholder" not in Foreign()["email"].as_field_group()


def test_what_the_reader_wrote_is_escaped() -> None:
    assert "<script>" not in str(Example({"title": "<script>"}))


def test_what_is_missing_is_named_with_what_to_do() -> None:
    class Everything(Example):
        external = forms.BooleanField(label="Hjælp udefra")
        paper = forms.FileField(label="Bilag")
        own = forms.CharField(label="Begrundelse", error_messages={"required": "Skriv begrundelsen."})

    assert {name: list(errors) for name, errors in Everything({}).errors.items()} == {
        "title": ["Udfyld “Titel”."],
        "cost": ["Udfyld “Udgift”."],
        "unit": ["Vælg under “Afdeling”."],
        "kind": ["Vælg under “Slags”."],
        "external": ["Sæt kryds ved “Hjælp udefra”."],
        "paper": ["Vælg under “Bilag”."],
        "own": ["Skriv begrundelsen."],
    }
    assert forms.Field.default_error_messages["required"] == "Dette felt er påkrævet."


def test_the_summary_names_a_field_once() -> None:
    form = Example({"title": "", "cost": "mange"})
    assert form["title"].summed_up == ["Udfyld “Titel”."]
    assert form["cost"].summed_up == ["Udgift – Indtast et tal."]
