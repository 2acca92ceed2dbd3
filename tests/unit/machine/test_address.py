"""One address in the forms of the server, the browser and Django."""

import socket

import pytest

from machine.address import allowed_hosts, bind_address, site_address


@pytest.mark.parametrize(
    ("host", "bound", "site"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("::1", "[::1]:8000", "http://[::1]:8000/"),
        ("0.0.0.0", "0.0.0.0:8000", "http://127.0.0.1:8000/"),  # noqa: S104
        ("::", "[::]:8000", "http://[::1]:8000/"),
    ],
)
def test_forms(host: str, bound: str, site: str) -> None:
    assert (bind_address(host, 8000), site_address(host, 8000)) == (bound, site)


def test_loopback_is_allowed_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEJLING_HOSTS", raising=False)
    assert allowed_hosts("127.0.0.1") == ["localhost", "127.0.0.1", "[::1]"]


def test_a_named_host_and_what_the_environment_names_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_HOSTS", "demo.example.dk,localhost")
    expected = ["demo.example.dk", "localhost", "127.0.0.1", "[::1]", "10.0.0.5"]
    assert allowed_hosts("10.0.0.5") == expected


def test_listening_everywhere_allows_this_machines_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEJLING_HOSTS", raising=False)
    hosts = allowed_hosts("0.0.0.0")  # noqa: S104
    assert hosts[:3] == ["localhost", "127.0.0.1", "[::1]"]
    assert hosts.count(socket.gethostname()) == 1
