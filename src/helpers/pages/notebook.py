"""An executed notebook as its page needs it: its words, its parameters, and what each cell shows and is drawn from."""

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

from helpers import settings
from helpers.words import Words


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook: its name, the value that the notebook ran with, and what it means."""

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
        return next((each.value for each in self.parameters if each.name == name), default)

    @property
    def tables(self) -> Path:
        """The folder with the tables that the notebook has read."""
        return settings.resolve(self.value("processed_dir", settings.PROCESSED_DIR))

    @property
    def agency(self) -> str:
        """The one agency that the notebook is about; empty where it is about all or some."""
        return str(self.value("agency", ""))

    @property
    def selection(self) -> tuple[list[str], list[int]]:
        """The agencies and the years that the notebook was asked to show; both empty for all."""
        return [*self.value("agencies", []), *filter(None, [self.agency])], self.value("years", [])

    def fragments(self) -> Iterator[html.HtmlElement]:
        """What the cells show, as pieces of a page."""
        for cell in self.cells.cells:
            for output in cell.get("outputs", []):
                if "text/html" in output.get("data", {}):
                    yield html.fragment_fromstring(output.data["text/html"], create_parent="div")


def read(path: Path) -> Executed:
    """Read an executed notebook; each cell that shows something gets a `step` in its metadata.

    `code`: its own and that of the cells since the one that showed something before; what papermill
    has put in is left out, since it names folders of the machine. `tables`: the published tables
    that it is drawn from.
    """
    notebook = load_notebook_node(str(path))
    opening = notebook.cells[0].source.split("\n\n")
    chinese, _, english = opening[0].removeprefix("# ").partition(" · ")
    run = notebook.metadata.get("papermill", {})
    ended = datetime.fromisoformat(run["end_time"]) if run.get("end_time") else datetime.now(UTC)
    _add_steps(notebook)
    return Executed(
        notebook, Words(chinese, english), Words(*opening[1:3]), _parameters(path, run), ended
    )


def _parameters(path: Path, run: Any) -> list[Parameter]:
    declared, given = papermill.inspect_notebook(path), run.get("parameters", {})
    return [
        Parameter(name, given.get(name, ast.literal_eval(each["default"])), each["help"])
        for name, each in declared.items()
    ]


def _add_steps(notebook: NotebookNode) -> None:
    code: list[str] = []
    held: dict[str, set[str]] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "injected-parameters" in cell.metadata.get("tags", []):
            continue
        tables = _drawn_from(cell.source, held)
        code.append(cell.source)
        if cell.outputs:
            cell.metadata["step"] = {"code": "\n\n".join(code), "tables": sorted(tables)}
            code.clear()


def _drawn_from(source: str, held: dict[str, set[str]]) -> set[str]:
    """The published tables behind the last statement of a cell; `held` has them for each name, and is added to.

    A name holds the tables that are loaded in the statement that sets it, and those of the names in
    that statement.
    """
    tables: set[str] = set()
    for statement in ast.parse(source).body:
        nodes = [*ast.walk(statement)]
        names = [node for node in nodes if isinstance(node, ast.Name)]
        known = [held.get(name.id, set()) for name in names if isinstance(name.ctx, ast.Load)]
        tables = set().union(*known, *map(_loaded, nodes))
        held.update({name.id: tables for name in names if isinstance(name.ctx, ast.Store)})
    return tables


def _loaded(node: ast.AST) -> set[str]:
    """The table that `publish.load` or `publish.counts` names first; nothing for any other piece of code."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name("publish"), attr="load" | "counts"),
            args=[ast.Constant(str(name)), *_],
        ):
            return {name}
    return set()
