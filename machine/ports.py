"""Ports on this machine."""

import random
import socket

# Below the range that outgoing connections are given (32768 and up), so that none of them takes the port
# between the choice here and the server's own bind.
FIRST_PORT, LAST_PORT = 15000, 32000
TRIES = 200


def try_port(port: int, host: str) -> None:
    """Raise the OSError that a server would meet that listened on `host`:`port` now; 0 stands for any port."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Tell whether a server may listen on `host`:`port` now."""
    try:
        try_port(port, host)
    except OSError:
        return False
    return True


def free_port() -> int:
    """Return a port on 127.0.0.1 that nobody listens on."""
    for _ in range(TRIES):
        port = random.randint(FIRST_PORT, LAST_PORT)  # noqa: S311  # no secret hangs on it
        if is_free(port):
            return port
    message = "Der er ingen ledig port på 127.0.0.1."
    raise OSError(message)
