"""The container asks itself whether the portal answers on its own port, as its proxy would ask."""

import os
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

ADDRESS = "http://127.0.0.1:8000/sundhed/"
SECONDS = 4


def is_healthy(address: str = ADDRESS) -> bool:
    """Ask as the first of PEJLING_HOSTS over HTTPS; anything but 200 is unhealthy."""
    host = os.environ["PEJLING_HOSTS"].split(",")[0]
    request = Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})  # noqa: S310 - our own address
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return bool(answer.status == 200)  # noqa: PLR2004
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(not is_healthy())
