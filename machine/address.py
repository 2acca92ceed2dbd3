"""The site's address, in the forms that the server, the browser and Django want it in."""

import os
import socket

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # recognised, not chosen
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def bind_address(host: str, port: int) -> str:
    """Return `host` and `port` as gunicorn takes them."""
    return f"{_bracketed(host)}:{port}"


def site_address(host: str, port: int) -> str:
    """Return the URL that answers on this machine."""
    return f"http://{_bracketed(EVERYWHERE.get(host, host))}:{port}/"


def allowed_hosts(host: str) -> list[str]:
    """Return the names that the site answers to: loopback's, `host`, and this machine's own when it listens everywhere.

    What PEJLING_HOSTS names already stays.
    """
    named = [name for name in os.environ.get("PEJLING_HOSTS", "").split(",") if name]
    own = [socket.gethostname(), socket.getfqdn(), *_own_addresses()] if host in EVERYWHERE else [_bracketed(host)]
    return list(dict.fromkeys([*named, *LOOPBACK, *own]))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _own_addresses() -> list[str]:
    """Return the address that this machine shows to others; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [str(probe.getsockname()[0])]
