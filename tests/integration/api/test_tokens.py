"""Access tokens: the rules, the person's own page, the command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.domain.api_tokens import create_api_token, find_api_token, revoke_api_token
from core.domain.refusal import Refused
from core.enums import TokenScope
from core.models import ApiToken, AuditEntry
from tests.factories.governance import Town

READ = TokenScope.READ
PAGE = "/konto/adgangsnoegler/"


@pytest.fixture
def author(town: Town) -> Client:
    """The author's browser."""
    client = Client()
    client.force_login(town.author)
    return client


def make(town: Town, name: str = "Datavarehus") -> tuple[ApiToken, str]:
    return create_api_token(person=town.author, name=name, scope=READ, days=30, actor=town.author)


def test_a_token_is_made_found_and_revoked_each_an_act(town):
    token, key = make(town)
    assert find_api_token(key) == token
    revoke_api_token(token, actor=town.author)
    assert find_api_token(key) is None
    acts = AuditEntry.objects.filter(act__startswith="token.").order_by("sequence")
    assert [(row.act, row.actor, row.subject_id) for row in acts] == [
        ("token.create", town.author, token.pk), ("token.revoke", town.author, token.pk),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "days"), [("", 30), ("  ", 30), ("x", 0), ("x", -1), ("x", 367)])
def test_a_token_without_a_name_or_with_an_odd_life_is_refused(town, name, days):
    with pytest.raises(Refused):
        create_api_token(person=town.author, name=name, scope=READ, days=days, actor=town.author)
    assert ApiToken.objects.count() == 0


def test_nobody_makes_a_token_for_somebody_else(town):
    with pytest.raises(Refused):
        create_api_token(person=town.author, name="x", scope=READ, days=1, actor=town.admin)
    assert ApiToken.objects.count() == 0


def test_a_token_is_revoked_once_and_by_its_person_only(town):
    token, _key = make(town)
    with pytest.raises(Refused):
        revoke_api_token(token, actor=town.admin)
    revoke_api_token(token, actor=town.author)
    with pytest.raises(Refused):
        revoke_api_token(token, actor=town.author)


def test_the_page_shows_a_new_key_once(town, author):
    response = author.post(PAGE, {"name": "Datavarehus", "scope": "read", "days": "90"})
    key = response.context["key"]
    assert find_api_token(key) == ApiToken.objects.get(person=town.author, name="Datavarehus", scope="read")
    assert key in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    later = author.get(PAGE).content.decode()
    assert ("Datavarehus" in later, key in later) == (True, False)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "Optaget"}, "name"),
        ({"scope": "admin"}, "scope"),
        ({"scope": ""}, "scope"),
        ({"days": "10000"}, "days"),
        ({"days": "x"}, "days"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(town, author, changed, field):
    make(town, "Optaget")
    response = author.post(PAGE, {"name": "Ny", "scope": "read", "days": "30", **changed})
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert ApiToken.objects.count() == 1


def test_revoking_asks_first(town, author):
    token, key = make(town)
    address = f"{PAGE}{token.pk}/tilbagekaldelse/"
    assert author.get(address).status_code == 200
    assert find_api_token(key) == token
    assert author.post(address).url == PAGE
    assert find_api_token(key) is None


def test_revoking_twice_is_a_sentence(town, author):
    token, _key = make(town)
    address = f"{PAGE}{token.pk}/tilbagekaldelse/"
    author.post(address)
    said = author.post(address, follow=True)
    assert "Adgangsnøglen er allerede tilbagekaldt." in said.content.decode()


def test_somebody_elses_token_does_not_exist(town):
    token, key = make(town)
    other = Client()
    other.force_login(town.admin)
    assert other.get(f"{PAGE}{token.pk}/tilbagekaldelse/").status_code == 404
    assert other.post(f"{PAGE}{token.pk}/tilbagekaldelse/").status_code == 404
    assert "Datavarehus" not in other.get(PAGE).content.decode()
    assert find_api_token(key) == token


def test_the_page_takes_the_same_queries_for_one_token_and_three(town, author, django_assert_num_queries):
    make(town)
    author.get(PAGE)
    with django_assert_num_queries(4):
        author.get(PAGE)
    make(town, "To")
    make(town, "Tre")
    with django_assert_num_queries(4):
        author.get(PAGE)


@pytest.mark.parametrize("scope", ["read", "write"])
def test_the_command_prints_the_key_alone(town, scope):
    out = StringIO()
    call_command("api_token", "Author@test.invalid", "--scope", scope, stdout=out)
    found = find_api_token(out.getvalue().strip())
    assert found is not None
    assert (found.person, found.scope, out.getvalue().count("\n")) == (town.author, scope, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody@test.invalid", "--scope", "read"),
        ("author@test.invalid", "--scope", "everything"),
        ("author@test.invalid",),
        ("author@test.invalid", "--scope", "read", "--days", "0"),
        ("author@test.invalid", "--scope", "read", "--days", "x"),
        ("author@test.invalid", "--scope", "read", "--name", " "),
    ],
)
def test_the_command_refuses_with_a_sentence_and_makes_nothing(town, arguments):
    with pytest.raises(CommandError):
        call_command("api_token", *arguments, stdout=StringIO())
    assert ApiToken.objects.count() == 0


def test_the_command_refuses_a_closed_account(town):
    town.author.is_active = False
    town.author.save()
    with pytest.raises(CommandError, match=r"Kontoen for Author Test er lukket\."):
        call_command("api_token", town.author.email, "--scope", "read", stdout=StringIO())
