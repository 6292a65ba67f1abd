"""The chain of notebooks: papermill executes them, nbconvert makes pages of them, and an index opens the pages."""

from helpers.run.chain import EXTRACT, PAGES, TIDY, run_all
from helpers.run.notebooks import FOLDER as NOTEBOOKS
from helpers.run.notebooks import RunFailed, execute, parameters
from helpers.run.pages import write_index, write_page

__all__ = [
    "EXTRACT",
    "NOTEBOOKS",
    "PAGES",
    "TIDY",
    "RunFailed",
    "execute",
    "parameters",
    "run_all",
    "write_index",
    "write_page",
]
