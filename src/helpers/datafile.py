"""YAML data files and what can be wrong with them: every complaint names the file and the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from yaml.composer import Composer

from helpers.errors import UserError

Made = TypeVar("Made")


class Unfit(Exception):
    """A complaint about one line of a data file."""

    def __init__(self, line: int, complaint: str) -> None:
        super().__init__(f"line {line}: {complaint}")


class Map(dict[str, Any]):
    """A mapping that knows the line on which it begins, and the line of each of its keys."""

    line: int
    lines: dict[str, int]


class List(list[Any]):
    """A list that knows the line of each of its items."""

    lines: list[int]


#: What else YAML's reader raises: bytes that are no text, a date that there is not, a key that is a
#: list, brackets without end.
_NO_YAML = (yaml.YAMLError, ValueError, TypeError, RecursionError)
#: The kinds of values in a data file, as a complaint names them.
KINDS = {
    str: "a text, put it in quotes",
    int: "a whole number",
    List: "a list",
    Map: "a mapping",
    bool: "true or false",
}


class _Loader(Composer, yaml.CSafeLoader):
    """Gives mappings and lists their lines, and rejects a key that stands twice.

    libyaml reads the text, nine times as fast as Python. It does not put the parts together:
    brackets without end would end the process there, and are an error here.
    """

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)


def _construct_map(loader: _Loader, node: yaml.MappingNode) -> Map:
    found = Map()
    found.line = node.start_mark.line + 1
    found.lines = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if key.value in found.lines:
            raise Unfit(line, f"the key '{key.value}' stands twice")
        found.lines[key.value] = line
    # What `<<` takes over from another mapping comes first: keys of this one may replace it.
    loader.flatten_mapping(node)
    for key, value in node.value:
        found[key.value] = loader.construct_object(value, deep=True)
    return found


def _construct_list(loader: _Loader, node: yaml.SequenceNode) -> List:
    found = List(loader.construct_object(item, deep=True) for item in node.value)
    found.lines = [item.start_mark.line + 1 for item in node.value]
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)
_Loader.add_constructor("tag:yaml.org,2002:seq", _construct_list)


def beside(module: str, name: str) -> Path:
    """The data file of this name that lies beside a module (its `__file__`)."""
    return Path(module).with_name(name)


def read(path: Path, make: Callable[[Any], Made], error: type[UserError]) -> Made:
    """What `make` makes of a file's content.

    What is Unfit, or no YAML, is raised as `error` with file and line.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a SafeLoader
        return make(content)
    except yaml.MarkedYAMLError as failure:
        line = failure.problem_mark.line + 1 if failure.problem_mark else 1
        raise error(f"{path.name}, line {line}: not valid YAML ({failure.problem})") from failure
    except Unfit as failure:
        raise error(f"{path.name}, {failure}") from failure
    except _NO_YAML as failure:
        raise error(f"{path.name}: not valid YAML ({type(failure).__name__})") from failure


def take(data: Any, line: int, what: str, keys: Mapping[str, type]) -> Map:
    """Check one part of a file against its keys and their kinds.

    A key with a question mark may be left out.
    """
    if not isinstance(data, Map):
        raise Unfit(line, f"{what} must be a mapping with the keys {', '.join(keys)}")
    kinds = {key.rstrip("?"): kind for key, kind in keys.items()}
    for key, value in data.items():
        if key not in kinds:
            raise Unfit(data.lines[key], f"{what} has an unknown key '{key}'")
        if type(value) is not kinds[key]:
            raise Unfit(data.lines[key], f"{key} must be {KINDS[kinds[key]]}")
    for key in keys:
        is_optional = key.endswith("?")
        if not is_optional and key not in data:
            raise Unfit(data.line, f"{what} lacks the key '{key}'")
    return data


def choose(data: Map, key: str, choice: tuple[str, ...], default: str = "") -> str:
    """The value of a key, one of a few."""
    value: str = data.get(key, default)
    if value not in choice:
        raise Unfit(data.lines[key], f"{key} '{value}' is none of {', '.join(choice)}")
    return value


def texts(data: Map, key: str) -> tuple[str, ...]:
    """A list of texts as a tuple; YAML's own idea of a number or a date is refused."""
    found = data.get(key, List())
    is_texts = bool(found) and all(isinstance(text, str) for text in found)
    if key in data and not is_texts:
        raise Unfit(data.lines[key], f"{key} must be a list of texts, put each in quotes")
    return tuple(found)
