"""The place in a report where a figure is printed, for anyone to look at."""

from helpers.exhibits.find import find, report_named
from helpers.exhibits.gallery import exhibits
from helpers.exhibits.place import Picture, picture, sentence
from helpers.exhibits.rows import as_row, figures_of, pictures, row_of
from helpers.exhibits.steps import steps

__all__ = [
    "Picture",
    "as_row",
    "exhibits",
    "figures_of",
    "find",
    "picture",
    "pictures",
    "report_named",
    "row_of",
    "sentence",
    "steps",
]
