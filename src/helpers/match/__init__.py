"""Grids → cells of a form: every figure bound to labels of a row and a column, or not at all."""

from helpers.match.cells import BoundCell
from helpers.match.form import FormMatch, match_form
from helpers.match.tables import TableMatch

__all__ = ["BoundCell", "FormMatch", "TableMatch", "match_form"]
