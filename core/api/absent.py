"""What answers at addresses of the API where there is nothing."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema(exclude=True)
class Absent(APIView):
    """404 as problem details, and 401 for somebody unknown."""

    calculates = True

    def initial(self, request: "Request", *arguments: Any, **named: Any) -> None:
        """Ask who calls, then say that there is nothing, whatever the method."""
        super().initial(request, *arguments, **named)
        raise NotFound
