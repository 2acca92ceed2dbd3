"""Danish order for names, the same on every PostgreSQL."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower


class DanishSortKey(Func):
    """`translate(lower(name), …)`: æ, ø, å after z under C.UTF-8; works without ICU.

    It does not place "Aa" with å.
    """

    function = "TRANSLATE"

    def __init__(self, field: str) -> None:
        """Make the key of the text field `field`."""
        super().__init__(Lower(F(field)), Value("æøåäöü"), Value("{|}{|y"), output_field=CharField(max_length=300))
