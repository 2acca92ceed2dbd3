"""The OpenAPI schema: every operation with the problems it answers, closed request bodies, one build a process."""

from functools import lru_cache
from threading import Lock
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from core.api.fields import StrictSerializer
from core.api.problems import MEDIA_TYPE, TITLES


class FieldErrorSerializer(serializers.Serializer[Any]):
    """One field that cannot be used: its dotted path and what is wrong."""

    path = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457). A 400 carries `path` and `errors`, a refused move (409) `reason` and `who`."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    path = serializers.CharField(required=False, allow_blank=True)
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # a field of that name
    reason = serializers.CharField(required=False)
    who = serializers.CharField(required=False, allow_blank=True)


class ApiSchema(AutoSchema):
    """Adds to each operation the problems it can answer."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for status in self._problems():
            body: Any = self._get_response_for_code(ProblemSerializer, str(status), [MEDIA_TYPE], direction)  # type: ignore[no-untyped-call]
            bodies[str(status)] = body | {"description": str(TITLES[status])}
        return bodies

    def _problems(self) -> list[int]:
        found = [400, 401, 403]
        if "{" in self.path:
            found.append(404)
        if self.method == "POST":
            found += [413, 415]
        return sorted({*found, *getattr(self.view, "problems", ())})


class AmountExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # the library is untyped
    """An amount is written as a decimal string, and read as one or as a JSON number."""

    target_class = "core.api.fields.AmountField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:  # noqa: ARG002
        """Return the amount's schema."""
        sign = "-?" if self.target.signed or direction == "response" else ""
        schema: dict[str, Any] = {"type": "string", "pattern": rf"^{sign}[0-9]+(\.[0-9]+)?$", "examples": ["150000.01"]}
        if direction == "response":
            return schema
        bounds = {"exclusiveMaximum": 10**12, "minimum": -(10**12) if self.target.signed else 0}
        return schema | {"type": ["string", "number"]} | bounds


class WholeExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # the library is untyped
    """A whole number has bounds."""

    target_class = "core.api.fields.WholeField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:  # noqa: ARG002
        """Return the number's schema."""
        return {"type": "integer", "minimum": self.target.low, "maximum": self.target.high}


class StrictExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # the library is untyped
    """A strict object takes no other fields, and the schema says so."""

    target_class = "core.api.fields.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        """Return the object's schema, closed."""
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001
        return schema | {"additionalProperties": False} if isinstance(self.target, StrictSerializer) else schema


# The library keeps what it builds on the views themselves, so that two builds at once would take parts of each other.
_BUILDING = Lock()


def whole_schema() -> dict[str, Any]:
    """Return the schema of the whole API, built once; nothing in it depends on data or on the caller."""
    with _BUILDING:
        return _built()


@lru_cache(maxsize=1)
def _built() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema
