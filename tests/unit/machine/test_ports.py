"""Ports are tried by binding them, not by asking."""

import errno
import socket

import pytest

from machine.demo import check_address
from machine.ports import FIRST_PORT, LAST_PORT, free_port, is_free, try_port
from machine.trouble import TroubleError


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_free(port) is False
        with pytest.raises(OSError, match="in use") as refusal:
            try_port(port, "127.0.0.1")
        assert refusal.value.errno == errno.EADDRINUSE
    assert is_free(port) is True


def test_a_free_port_is_free_and_outside_the_range_of_outgoing_connections() -> None:
    port = free_port()
    assert FIRST_PORT <= port <= LAST_PORT < 32768
    assert is_free(port) is True


def test_a_busy_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(TroubleError) as trouble:
            check_address("127.0.0.1", port)
    assert str(trouble.value) == f"Port {port} er optaget på 127.0.0.1; vælg en anden med --port."


def test_a_foreign_address_is_one_sentence() -> None:
    with pytest.raises(TroubleError) as trouble:
        check_address("192.0.2.7", 8000)
    assert str(trouble.value) == "--host 192.0.2.7 er ikke en adresse på denne maskine."
