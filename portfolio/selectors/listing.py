"""What every list of the portfolio has: saved views, a search, filters as chips, sorted rows, pages, sums.

Everything that is chosen stands in the address, so that a link shows the same; nonsense falls back.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from core.drawings import Drawings

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.safestring import SafeString

    from core.models import User
    from portfolio.tables import Column

PAGE_SIZES = (25, 50, 100)
MOST_CHARACTERS = 200
# A line is a kilobyte, and the same ones are read again and again.
_DRAWN = Drawings(most=2_000)
_DRAWN_FILTERS = Drawings()
Noun = TypeVar("Noun", bound=Model)


@dataclass(frozen=True, slots=True)
class Link:
    """A tab, a chip or a column's head: what it says and where it leads."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


class Words(NamedTuple):
    """What stands where there is nothing: kind and useful."""

    title: Any
    text: Any


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head; `url` is empty where it does not sort, `sorted` "ascending", "descending" or empty."""

    column: "Column"
    url: str
    sorted: str


class Listing(Generic[Noun]):
    """A list as one reader sees it through one address: `view`, the filters, `sort`, `page` and `page_size`.

    A list says its `views`, `columns` and `filter_class`, and gives the rows that the reader may see and the totals.
    `title`, `search_label` and the class of its table are what its page (`portfolio/listing.html`) says of itself.
    """

    title: ClassVar[Any]
    search_label: ClassVar[Any]
    table: ClassVar[str]
    # What stands where a search or a filter finds nothing, and where a view holds nothing ("": any other view).
    unfound: ClassVar["Words"]
    empty: ClassVar[Mapping[str, "Words"]]
    views: ClassVar[Mapping[str, Any]]
    columns: ClassVar[Mapping[str, "Column"]]
    filter_class: ClassVar[Any]
    default_view: ClassVar[str]
    default_sort: ClassVar[str]
    # What a line shows of other rows, and the only fields that it needs: every one where none is named.
    related: ClassVar[tuple[str, ...]] = ()
    shown: ClassVar[tuple[str, ...]] = ()
    # The address name of the export, by the ending of the file.
    exports: ClassVar[Mapping[str, str]]
    # What draws the cells of one line (`row`).
    line_template: ClassVar[str]

    def __init__(self, query: "QueryDict", reader: "User") -> None:
        """Read the address."""
        self.query = query
        self.reader = reader
        self.view = query.get("view", "") if query.get("view", "") in self.views else self.default_view
        self.text = query.get("q", "").strip()[:MOST_CHARACTERS]
        self.filter = self.filter_class(query, queryset=self.readable())
        sort = query.get("sort", "")
        asked = self.columns.get(sort.lstrip("-"))
        self.sort = sort if asked is not None and asked.keys else self.default_sort

    @abstractmethod
    def readable(self) -> Any:
        """Return the rows of the view that the reader may see and the search finds."""

    @cached_property
    @abstractmethod
    def totals(self) -> dict[str, Any]:
        """Return count and sums of the whole filter, in one query."""

    @cached_property
    def lines(self) -> "Sequence[Any]":
        """Return the lines of this page: its rows, or what a list makes of them, each all that its cells show."""
        return list(self.page)

    @property
    @abstractmethod
    def count_text(self) -> str:
        """Return how many there are, in words."""

    @property
    def nothing(self) -> Words:
        """Return what stands where there are no lines."""
        if self.text or self.chips:
            return self.unfound
        return self.empty.get(self.view, self.empty[""])

    @property
    def drawn_lines(self) -> "list[tuple[Any, SafeString]]":
        """Return the lines with their cells; those of a line that has been drawn lately are at hand."""
        return [(line, _DRAWN.drawn((self.line_template, line), partial(self._cells, line))) for line in self.lines]

    @property
    def drawn_filter(self) -> "SafeString":
        """Return the filters as they stand beside the table, which are mostly the same from one reader to the next."""
        form = self.filter.form
        # A list would first ask the database how many choices there are.
        choices = {box.name: tuple(iter(getattr(box.field, "choices", ()))) for box in form.visible_fields()}
        kept = [one for one in self.query.lists() if one[0] != "page"]
        return _DRAWN_FILTERS.drawn((self.filter_class, choices, kept, form.errors), partial(self._filters, choices))

    @cached_property
    def rows(self) -> "QuerySet[Noun]":
        """Return the filtered rows, sorted."""
        column = self.columns[self.sort.lstrip("-")]
        # What is not stated comes last, where the column says so; else the database's order stands.
        last = True if column.missing_last else None
        down = self.sort.startswith("-")
        keys = [F(key).desc(nulls_last=last) if down else F(key).asc(nulls_last=last) for key in column.keys]
        rows: QuerySet[Noun] = self.filter.qs.select_related(*self.related).order_by(*keys, "-pk")
        return rows

    @cached_property
    def page(self) -> "Page[Noun]":
        """Return the page asked for; a page that is not there is the nearest one."""
        paginator = Paginator(self.rows.only(*self.shown), self.page_size)
        paginator.count = self.totals["count"]
        return paginator.get_page(self.query.get("page"))

    @property
    def page_size(self) -> int:
        """Return 25, 50 or 100."""
        asked = self.query.get("page_size", "")
        return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]

    @property
    def tabs(self) -> list[Link]:
        """Return the saved views; a view keeps the order, not the search and the filters."""
        return [Link(str(label), self._address(only=("sort", "page_size"), view=name), name == self.view)
                for name, label in self.views.items()]  # fmt: skip

    @property
    def sizes(self) -> list[Link]:
        """Return the page sizes."""
        return [Link(str(size), self._address(page_size=str(size)), size == self.page_size) for size in PAGE_SIZES]

    @property
    def headings(self) -> list[Heading]:
        """Return the columns with the address that sorts by each; the one in force turns round."""
        return [self._heading(column) for column in self.columns.values()]

    @property
    def chips(self) -> list[Link]:
        """Return the filters in force, each with the address without it."""
        return [
            Link(f"{label}: {shown}" if shown else str(label), self._without(name, value))
            for name, value, label, shown in self.filter.in_force()
        ]

    @property
    def clear_url(self) -> str:
        """Return the address of the view without any filter."""
        return self._address(only=("view", "sort", "page_size"))

    @property
    def export_links(self) -> list[Link]:
        """Return the addresses of the same rows, all pages of them, as files."""
        query = self.query.copy()
        for name in ("page", "page_size"):
            query.pop(name, None)
        return [Link(kind, f"{reverse(name)}?{query.urlencode()}") for kind, name in self.exports.items()]

    def _cells(self, line: object) -> "SafeString":
        return render_to_string(self.line_template, {"row": line})

    def _filters(self, choices: Mapping[str, object]) -> "SafeString":
        for name, offered in choices.items():
            # They have been read, and are not asked for again.
            self.filter.form.fields[name].widget.choices = offered
        return render_to_string("components/filters.html", {"form": self.filter.form, "query": self.query})

    def _heading(self, column: "Column") -> Heading:
        if not column.keys:
            return Heading(column, "", "")
        up = self.sort == column.name
        down = self.sort == f"-{column.name}"
        first = f"-{column.name}" if column.amount or column.name == "number" else column.name
        turned = column.name if down else f"-{column.name}" if up else first
        return Heading(column, self._address(sort=turned), "ascending" if up else "descending" if down else "")

    def _address(self, only: tuple[str, ...] | None = None, **changed: str) -> str:
        query = self.query.copy()
        for name in [name for name in query if name == "page" or (only is not None and name not in only)]:
            del query[name]
        for name, value in changed.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [one for one in query.getlist(name) if one != value])
        query.pop("page", None)
        return f"?{query.urlencode()}"


def grouped(count: int) -> str:
    """Return a count as it is written in Danish, 1.234."""
    return f"{count:,}".replace(",", ".")
