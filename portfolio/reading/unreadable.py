"""What can be wrong with a file, a mapping or a cell. `portfolio.import_texts` says it in words."""

from enum import StrEnum


class Why(StrEnum):
    """Why something cannot be read."""

    # the file
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_TEXT = "file_not_text"
    FILE_OLD_WORKBOOK = "file_old_workbook"
    FILE_BROKEN_WORKBOOK = "file_broken_workbook"
    FILE_MACROS = "file_macros"
    FILE_NOT_WORKBOOK = "file_not_workbook"
    FILE_UNPACKS_TOO_LARGE = "file_unpacks_too_large"
    FILE_BROKEN_QUOTES = "file_broken_quotes"
    FILE_NO_COLUMNS = "file_no_columns"
    FILE_NO_ROWS = "file_no_rows"
    FILE_TOO_MANY_ROWS = "file_too_many_rows"
    FILE_TOO_MANY_COLUMNS = "file_too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    CELL_FORMULA = "cell_formula"
    ROW_TOO_WIDE = "row_too_wide"
    # the mapping
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    MAPPING_NOT_TOML = "mapping_not_toml"
    MAPPING_FIELD_MISSING = "mapping_field_missing"
    MAPPING_FIELD_UNKNOWN = "mapping_field_unknown"
    MAPPING_FIELD_WRONG = "mapping_field_wrong"
    MAPPING_RATE_UNSOURCED = "mapping_rate_unsourced"
    MAPPING_RATE_FOR_DKK = "mapping_rate_for_dkk"
    # a row
    REFERENCE_MISSING = "reference_missing"
    REFERENCE_TOO_LONG = "reference_too_long"
    REFERENCE_TWICE = "reference_twice"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    PHASE_UNKNOWN = "phase_unknown"
    AMOUNT_TOO_LARGE = "amount_too_large"


class Unreadable(Exception):  # noqa: N818 - named for what it says
    """Something cannot be read; `figures` are what the sentence names."""

    def __init__(self, why: Why, **figures: object) -> None:
        """Keep the reason and its figures."""
        super().__init__(why, figures)
        self.why = why
        self.figures = figures
