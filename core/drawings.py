"""Parts of a page that have been drawn lately, found again by everything that they were drawn from.

What is drawn from the same facts looks the same. So nothing here can be out of date or meant for another reader: a
page reads its facts from the database as always, and only the drawing of them is spared.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

# A part is some ten kilobytes, and a process holds a few kinds of parts.
MOST = 300


class Drawings:
    """The drawings of one part of a page; the one that has been unused for longest goes first."""

    def __init__(self, most: int = MOST) -> None:
        """Begin with none, and keep `most` of them."""
        self._most = most
        self._drawings: OrderedDict[bytes, SafeString] = OrderedDict()
        self._lock = Lock()

    def drawn(self, facts: object, draw: Callable[[], "SafeString"]) -> "SafeString":
        """Return what `draw` draws; `facts` are all that it depends on, and each is told whole by its `repr`."""
        key = sha256(repr((get_language(), facts)).encode()).digest()
        with self._lock:
            if key in self._drawings:
                self._drawings.move_to_end(key)
                return self._drawings[key]
        drawing = draw()
        with self._lock:
            self._drawings[key] = drawing
            if len(self._drawings) > self._most:
                self._drawings.popitem(last=False)
        return drawing
