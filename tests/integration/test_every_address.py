"""Every address x role x method: no fault anywhere, strangers find nothing, and an address outside the matrix fails.

The town has a case in every state and a project in every phase; each address that names one is tried on each of them,
on what hangs on it and on one that does not exist. What a role may not see is 404 for it, on every address of it.
"""

import re
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from businesscase.models import Benefit
from core.domain.documents import attach_document
from core.enums import AccessMarking
from core.models import AuditEntry
from portfolio.enums import ProjectPhase, ProposalKind, ProposalState
from portfolio.models import Project, Proposal
from tests.factories.governance import Town, make_standing, make_town
from tests.factories.projects import make_bare_project, make_project

STATES = [
    *(
        (ProposalKind.NOTIFICATION, state)
        for state in ("draft", "assessment", "not_approved", "routing", "review", "approved")
    ),
    *((ProposalKind.SUGGESTION, state) for state in ("draft", "received")),
    (ProposalKind.APPLICATION, "recommended"),
]  # fmt: skip
ROLES = (
    "author", "editor", "owner", "head", "it", "chair", "secretary", "member", "director", "network", "auditor",
    "admin", "outsider",
)  # fmt: skip
# What an address names, by how it begins.
OF_A_CASE, OF_A_PROJECT, OF_A_BENEFIT = "sager/<int:pk>/", "projekter/<int:pk>/", "gevinster/<int:pk>/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Addresses that anyone may open, and what answers there.
OPEN = {"account_login": 200, "health": 200, "person_password": 200, "body_calendar": 404}
# What a value in an address is when it names nothing of the case's.
FILLERS = {
    "pk": "999999999", "ordinal": "1", "document": "1", "person": "1", "code": "care", "path": "behov",
    "word": "forslag", "uidb64": "x", "token": "y", "number": "2026-001", "move": "submit", "slug": "x",
    "declaration": "1", "project": "999999999", "condition": "1", "kind": "sag", "key": "x", "item": "999999999",
    "year": "2026", "case": "1", "link": "1", "stand_in": "1",
}  # fmt: skip
# Pages that end the session or would lock the tests' own accounts, and a file that takes a second to set; they have
# tests of their own.
ELSEWHERE = {"account_logout", "account_login", "account_reauthenticate", "case_paper"}


def patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += patterns(entry, route)
        elif isinstance(entry, URLPattern):
            found.append((entry.name or route, route))
    return found


def filled(route: str, pk: int | None) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group("name")
        return str(pk) if name == "pk" and pk else FILLERS[name]

    plain = route.replace("^", "").replace("\\.", ".").replace("\\Z", "").replace("$", "")
    return "/" + re.sub(r"<(?:\w+:)?(?P<name>\w+)>", value, plain)


ADDRESSES = [(name, route) for name, route in patterns(get_resolver()) if name not in ELSEWHERE]


def browser(town: Town, role: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.people[role], backend=BACKEND)
    return client


@pytest.fixture
def cases(db, monkeypatch) -> tuple[Town, list[Proposal]]:
    town = make_town()
    return town, [make_standing(town, ProposalState(state), kind) for kind, state in STATES]


def projects_of(town: Town) -> list[Project]:
    """Make a project in every phase, a restricted one, an imported one, and one that `network` is barred from."""
    made = [make_project(town, phase) for phase in ProjectPhase]
    restricted, barred = make_project(town), make_project(town, ProjectPhase.EXECUTION)
    Project.objects.filter(pk=restricted.pk).update(restricted=True)
    barred.proposal.bars.create(person=town.network)
    return [*made, restricted, barred, make_bare_project()]


def read(client: Client, document: int) -> int:
    response = client.get(f"/dokumenter/{document}/")
    for close in response._resource_closers:
        close()
    return response.status_code


def test_there_is_an_address_of_every_room():
    assert len(ADDRESSES) > 60


def test_a_stranger_is_asked_to_log_in_everywhere(cases):
    _town, proposals = cases
    wrong = []
    for (name, route), method in product(ADDRESSES, ("get", "post")):
        response = getattr(Client(raise_request_exception=False), method)(filled(route, proposals[1].pk))
        if name.rpartition(":")[2] in OPEN:
            continue
        if "api/" in route and response.status_code in (401, 405):
            continue
        if response.status_code != 302 or not response.url.startswith("/konto/log-ind/"):
            wrong.append((method, name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_no_address_faults_and_what_is_not_seen_is_not_there(cases, role):
    town, proposals = cases
    client = browser(town, role)
    projects = projects_of(town)
    benefits = list(Benefit.objects.filter(project__in=projects))
    subjects = {OF_A_CASE: proposals, OF_A_PROJECT: projects, OF_A_BENEFIT: benefits}
    seen = {
        beginning: set(type(rows[0]).objects.visible_to(town.people[role]).values_list("pk", flat=True))
        for beginning, rows in subjects.items()
    }
    faults, leaks = [], []
    for (name, route), method in product(ADDRESSES, ("get", "post")):
        kind = next((beginning for beginning in subjects if route.startswith(beginning)), None)
        for pk in [row.pk for row in subjects[kind]] if kind else [None]:
            if method == "post" and kind and pk in seen[kind]:
                continue  # moves on what the role sees have the table's own tests
            before = AuditEntry.objects.count()
            response = getattr(client, method)(filled(route, pk))
            if response.status_code >= 500:
                faults.append((method, name, pk))
            hidden = kind is not None and pk not in seen[kind]
            if hidden and response.status_code not in (404, 405):
                leaks.append((method, name, pk, response.status_code))
            if hidden and AuditEntry.objects.count() != before:
                leaks.append((method, name, pk, "wrote an act"))
    assert (faults, leaks) == ([], [])


def test_a_document_follows_its_case(cases):
    town, proposals = cases
    draft = proposals[0]
    upload = SimpleUploadedFile("tilbud.pdf", b"%PDF-1.7 tilbud")
    document = attach_document(draft, upload, title="Tilbud", marking=AccessMarking.OPEN, actor=town.author)
    answers = {role: read(browser(town, role), document.pk) for role in ROLES}
    assert {role for role, status in answers.items() if status == 200} == {"author", "editor", "owner"}
    assert {status for role, status in answers.items() if role not in {"author", "editor", "owner"}} == {404}


def test_a_download_is_neither_shown_nor_sniffed(cases):
    town, proposals = cases
    upload = SimpleUploadedFile("tilbud.pdf", b"%PDF-1.7 tilbud")
    document = attach_document(proposals[0], upload, title="Tilbud", marking=AccessMarking.OPEN, actor=town.author)
    response = browser(town, "author").get(f"/dokumenter/{document.pk}/")
    for close in response._resource_closers:
        close()
    assert response["Content-Disposition"] == 'attachment; filename="tilbud.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_an_unsafe_request_without_its_token_is_refused(cases):
    town, proposals = cases
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(town.author, backend=BACKEND)
    accepted = []
    for name, route in ADDRESSES:
        body = {"data": "{}", "content_type": "application/json"} if route.startswith("api/") else {}
        response = client.post(filled(route, proposals[0].pk), **body)
        if response.status_code not in (403, 404, 405):
            accepted.append((name, response.status_code))
    assert accepted == []
