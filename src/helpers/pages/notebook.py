"""An executed notebook as its page needs it: its words, its parameters, and what cells show."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import papermill
from lxml import html
from nbformat import NotebookNode
from papermill.iorw import load_notebook_node

from helpers import project, settings
from helpers.words import Words

#: The tag of cells that are for who works in the notebook: they stand on no page.
NOTEBOOK = "notebook"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its name, the value that it ran with, and what it means."""

    name: str
    value: Any
    means: str


@dataclass(frozen=True)
class Executed:
    """A notebook that has run; `ended` is when."""

    cells: NotebookNode
    title: Words
    says: Words
    parameters: list[Parameter]
    ended: datetime

    def value(self, name: str, default: Any) -> Any:
        """The value of a parameter, `default` where the notebook has none of this name."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter.value
        return default

    @property
    def tables(self) -> Path:
        """The folder with the tables that the notebook has read."""
        return project.resolve(self.value("processed_dir", settings.PROCESSED_DIR))

    @property
    def agency(self) -> str:
        """The one agency that the notebook is about; empty where it is about all or some."""
        return str(self.value("agency", ""))

    @property
    def selection(self) -> tuple[list[str], list[int]]:
        """The agencies and the years that the notebook was asked to show; both empty for all."""
        agencies = [*self.value("agencies", [])]
        if self.agency:
            agencies.append(self.agency)
        return agencies, self.value("years", [])

    def fragments(self) -> Iterator[html.HtmlElement]:
        """What the cells show, as pieces of a page."""
        for cell in self.cells.cells:
            for output in cell.get("outputs", []):
                if "text/html" in output.get("data", {}):
                    shown = output.data["text/html"]
                    yield html.fragment_fromstring(shown, create_parent="div")


def read(path: Path) -> Executed:
    """Read an executed notebook; each cell that shows something gets a `step` in its metadata.

    Cells that are for who works in the notebook are left out, but for their code in later steps.

    `code`: its own and that of the cells since the one that showed something before; what papermill
    has put in is left out, since it names folders of the machine. `tables`: the published tables
    that its outputs name.
    """
    notebook = load_notebook_node(str(path))
    title, *says = notebook.cells[0].source.split("\n\n")[:3]
    chinese, _, english = title.removeprefix("# ").partition(" · ")
    run = notebook.metadata.get("papermill", {})
    ended = datetime.fromisoformat(run["end_time"]) if run.get("end_time") else datetime.now(UTC)
    _add_steps(notebook)
    notebook.cells = [cell for cell in notebook.cells if not for_notebook_alone(cell)]
    parameters = _parameters(path, run)
    return Executed(notebook, Words(chinese, english), Words(*says), parameters, ended)


def _parameters(path: Path, run: Any) -> list[Parameter]:
    declared, given = papermill.inspect_notebook(path), run.get("parameters", {})
    parameters = []
    for name, parameter in declared.items():
        default = ast.literal_eval(parameter["default"])
        value = given.get(name, default)
        parameters.append(Parameter(name, value, parameter["help"]))
    return parameters


def _add_steps(notebook: NotebookNode) -> None:
    code: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type != "code" or "injected-parameters" in cell.metadata.get("tags", []):
            continue
        code.append(cell.source)
        if cell.outputs and not for_notebook_alone(cell):
            cell.metadata["step"] = {"code": "\n\n".join(code), "tables": _tables(cell)}
            code.clear()


def for_notebook_alone(cell: NotebookNode) -> bool:
    """Whether a cell is for who works in the notebook, and stands on no page."""
    return NOTEBOOK in cell.metadata.get("tags", [])


def _tables(cell: NotebookNode) -> list[str]:
    """The published tables that the outputs of a cell name as theirs."""
    tables: set[str] = set()
    for output in cell.outputs:
        shown = output.get("metadata", {}).get("text/html", {})
        tables.update(shown.get("tables", []))
    return sorted(tables)
