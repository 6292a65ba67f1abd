"""The notebooks: their parameters, and papermill, which executes them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from io import TextIOBase
from pathlib import Path
from typing import Any, TextIO

import papermill
import yaml
from papermill.exceptions import PapermillExecutionError
from papermill.log import logger

from helpers import project
from helpers.errors import UserError
from helpers.parameters import PARAMETER_TYPES, fits
from helpers.run.kernel import Kernel

logger.setLevel(logging.CRITICAL)  # what papermill says, RunFailed says in one sentence


class RunFailed(UserError):
    """A run that did not reach its end; the message is one sentence."""

    exit_code = 1


class TimedOut(RunFailed):
    """A notebook that took longer than it may."""

    exit_code = 4


def parameters(
    names: Iterable[str], given: Mapping[str, Any], extra: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """For each notebook the values of the parameters that it declares.

    Raises UserError for an `extra` that no notebook declares (papermill only logs it) or whose type
    is another.
    """
    declared = {name: _declared(project.notebook(name)) for name in names}
    free = _free(declared.values(), given)
    for name in extra:
        if name not in free:
            choice = ", ".join(sorted(free))
            raise UserError(
                f"No notebook has a parameter '{name}' to set here: choose from {choice}."
            )
    values = dict(given)
    for name, text in extra.items():
        values[name] = _value(name, text, free[name])
    plan = {}
    for notebook, types in declared.items():
        plan[notebook] = {name: value for name, value in values.items() if name in types}
    return plan


def _free(declared: Iterable[Mapping[str, str]], given: Collection[str]) -> dict[str, str]:
    """The parameters that a person may set, of all notebooks: name → declared type."""
    free: dict[str, str] = {}
    for types in declared:
        free |= {name: kind for name, kind in types.items() if name not in given}
    return free


def execute(
    name: str,
    values: Mapping[str, Any],
    folder: Path,
    limit: float | None = None,
    log: TextIO | TextIOBase | None = None,
) -> Path:
    """Execute a notebook with a kernel of its own into `folder` → the executed notebook.

    It is kept also where it fails. `limit`: seconds that the whole notebook may take (papermill
    itself limits single cells only). `log`: where what the notebook writes to stderr goes while it
    runs, such as its progress. Raises RunFailed, TimedOut.
    """
    with Kernel(log) as kernel:
        return execute_in(kernel, name, values, folder / f"{name}.ipynb", limit)


def execute_in(
    kernel: Kernel, name: str, values: Mapping[str, Any], target: Path, limit: float | None
) -> Path:
    """Execute a notebook, perhaps not the first one of this kernel → `target`.

    Raises RunFailed, TimedOut.
    """
    try:
        with kernel.turn(limit):
            papermill.execute_notebook(
                project.notebook(name),
                target,
                dict(values),
                kernel_name="python3",
                km=kernel.manager,
                progress_bar=False,
                stderr_file=kernel.log,
                # What lies where one stands may be called as ours, and would come first.
                extra_arguments=["--log-level=CRITICAL", "--IPKernelApp.ignore_cwd=True"],
            )
    except (PapermillExecutionError, RuntimeError) as error:  # the second: its process is gone
        kept = f"(as far as it came: {target})"
        if kernel.timed_out:
            raise TimedOut(f"The notebook {name} took longer than {limit} s {kept}") from error
        raise RunFailed(f"The notebook {name} stopped: {_said(error)} {kept}") from error
    return target


def _said(error: PapermillExecutionError | RuntimeError) -> str:
    """What went wrong in a notebook, in one line."""
    if isinstance(error, RuntimeError):
        return f"{error}, perhaps for want of memory"
    message = str(error.evalue).strip() or error.ename
    return str(message.splitlines()[0])


def _declared(notebook: Path) -> dict[str, str]:
    """The parameters of a notebook: name → declared type."""
    found = papermill.inspect_notebook(notebook)
    return {name: parameter["inferred_type_name"] for name, parameter in found.items()}


def _value(name: str, text: str, kind: str) -> Any:
    """A parameter as typed on a command line; lists and numbers are written as in YAML."""
    try:
        value = text if kind == "str" else yaml.safe_load(text)
    except yaml.YAMLError:
        value = None
    if not fits(value, kind):
        _, wanted = PARAMETER_TYPES[kind]
        raise UserError(f"The parameter {name} must be {wanted}, not '{text}'.")
    return value
