"""What is wrong with a file, a mapping or a row, in one sentence that says the way out."""

from django.utils.translation import gettext_lazy

from portfolio.reading.unreadable import Unreadable, Why

_TEXTS = {
    Why.FILE_EMPTY: gettext_lazy("The file is empty."),
    Why.FILE_TOO_LARGE: gettext_lazy("The file is larger than %(most)s MB."),
    Why.FILE_NOT_TEXT: gettext_lazy("The file is neither a CSV file nor an Excel workbook (.xlsx)."),
    Why.FILE_OLD_WORKBOOK: gettext_lazy("The file is an old Excel workbook. Save it as .xlsx or CSV."),
    Why.FILE_BROKEN_WORKBOOK: gettext_lazy("The workbook cannot be opened. Save it again as .xlsx or CSV."),
    Why.FILE_MACROS: gettext_lazy("The workbook carries programs (macros). Save it as .xlsx without them."),
    Why.FILE_NOT_WORKBOOK: gettext_lazy("The file is no Excel workbook (.xlsx)."),
    Why.FILE_UNPACKS_TOO_LARGE: gettext_lazy("The workbook takes more than %(most)s MB when it is unpacked."),
    Why.FILE_BROKEN_QUOTES: gettext_lazy("The quotation marks around row %(row)s do not come in pairs."),
    Why.FILE_NO_COLUMNS: gettext_lazy(
        "The first row has only one column. It must hold the names of the columns, parted by semicolon or comma."
    ),
    Why.FILE_NO_ROWS: gettext_lazy("There are no rows under the names of the columns."),
    Why.FILE_TOO_MANY_ROWS: gettext_lazy("The file has more than %(most)s rows. Divide it."),
    Why.FILE_TOO_MANY_COLUMNS: gettext_lazy("The file has more than %(most)s columns."),
    Why.CELL_TOO_LONG: gettext_lazy("A cell in row %(row)s holds more than %(most)s characters."),
    Why.CELL_FORMULA: gettext_lazy("Cell %(cell)s holds a formula. Put the value itself there, or save as CSV."),
    Why.ROW_TOO_WIDE: gettext_lazy("Row %(row)s has more cells than the %(columns)s columns that have names."),
    Why.COLUMN_MISSING: gettext_lazy("The file has no column “%(column)s”. It has: %(columns)s."),
    Why.COLUMN_TWICE: gettext_lazy("The file has more than one column “%(column)s”."),
    Why.MAPPING_NOT_TOML: gettext_lazy("The mapping is not a valid TOML file."),
    Why.MAPPING_FIELD_MISSING: gettext_lazy("The mapping lacks “%(field)s”."),
    Why.MAPPING_FIELD_UNKNOWN: gettext_lazy("The mapping names “%(field)s”, which does not exist."),
    Why.MAPPING_FIELD_WRONG: gettext_lazy("“%(field)s” in the mapping has a value that cannot be used."),
    Why.MAPPING_RATE_UNSOURCED: gettext_lazy("Say where the rate of exchange comes from."),
    Why.MAPPING_RATE_FOR_DKK: gettext_lazy("The amounts are in DKK, so there is no rate of exchange to give."),
    Why.REFERENCE_MISSING: gettext_lazy("The row has no number."),
    Why.REFERENCE_TOO_LONG: gettext_lazy("The number is longer than %(most)s characters."),
    Why.REFERENCE_TWICE: gettext_lazy("The number also stands in row %(row)s."),
    Why.TITLE_MISSING: gettext_lazy("The row has no title."),
    Why.TITLE_TOO_LONG: gettext_lazy("The title is longer than %(most)s characters."),
    Why.PHASE_UNKNOWN: gettext_lazy("The mapping does not say which phase “%(word)s” is."),
    Why.AMOUNT_TOO_LARGE: gettext_lazy("“%(field)s” is too large an amount. Does the mapping multiply it by too much?"),
}

_FIELDS = {
    "reference": gettext_lazy("Number"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Purpose"),
    "unit": gettext_lazy("Unit"),
    "phase": gettext_lazy("Phase"),
    "light_time": gettext_lazy("Light: time"),
    "light_economy": gettext_lazy("Light: economy"),
    "light_benefits": gettext_lazy("Light: benefits"),
    "light_quality": gettext_lazy("Light: quality"),
    "started_on": gettext_lazy("Start"),
    "baseline_end": gettext_lazy("Planned end"),
    "expected_end": gettext_lazy("Expected end"),
    "baseline_cost": gettext_lazy("Planned cost"),
    "spent": gettext_lazy("Spent"),
    "forecast": gettext_lazy("Expected cost"),
}


def in_words(error: Unreadable) -> str:
    """Return the sentence."""
    figures = dict(error.figures)
    if error.why == Why.AMOUNT_TOO_LARGE:
        figures["field"] = field_label(str(figures["field"]))
    return str(_TEXTS[error.why]) % figures


def field_label(name: str) -> str:
    """Return what a field is called; a text that a mapping keeps has a name of its own."""
    return str(_FIELDS.get(name, name))
