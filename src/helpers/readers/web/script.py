"""What the scripts of a page may do to its tables. None is run: what they name is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.readers.web.tree import Document, Node

TYPES = frozenset(
    {
        "",
        "text/javascript",
        "application/javascript",
        "module",
        "text/ecmascript",
        "application/ecmascript",
        "text/jscript",
    }
)
_RUN_AT_ONCE = ("onload", "onerror", "onpageshow", "onanimationstart", "onanimationend", "ontoggle")
STRING = re.compile(
    r"""'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`""", re.DOTALL
)
_WORD = re.compile(r"[\w-]+")
#: What puts text into a page, takes it out or hides it.
_WRITES = re.compile(
    r"\b(?:innerHTML|outerHTML|innerText|outerText|textContent|nodeValue|insertAdjacent\w+|insertCell|insertRow|"
    r"createTextNode|appendChild|replaceWith|replaceChildren|replaceChild|replaceData|setHTML|deleteCell|deleteRow|"
    r"removeChild)\b|\.(?:html|text|append|prepend|val|replaceAll|before|after)\(\s*[^)\s]|\.(?:value|data)\s*=(?!=)|"
    r"\.(?:remove|hide|detach|empty)\(|\.style\.(?:display|visibility)\s*="
)
#: What names the cells of tables, whichever they are.
_CELLS = re.compile(
    r"""\.(?:cells|rows|tBodies)\b|["'`](?:[^"'`]*[\s>,(])?(?:td|th|tr|tbody)\b[^"'`]*["'`]|createTreeWalker""",
    re.IGNORECASE,
)
_SHEETS = re.compile(
    r"insertRule|addRule|adoptedStyleSheets|createElement\(\s*[\"']style|replaceSync|\.cssText"
)
_NEAR = 400
#: Beginnings of names that go on with a number: `'c' + i` or `c${i}`.
_JOINED = re.compile(r"""["']#?([\w-]+)["']\s*\+""")
_FILLED = re.compile(r"`[^`$]*?#?([\w-]+)\$\{")
#: Attributes by which a library fills an element.
BINDINGS = re.compile(
    r"(?:v|ng|x|th|data-ng|data-bind|:|@|wx|data-v-(?:text|html))"
    r"[-:](?:text|html|bind|model|cloak|inner\w*).*|data-bind|:text|ng-bind.*"
)


class Scripts:
    """The scripts that stand in a document."""

    def __init__(self, document: Document) -> None:
        self._sources = list(_sources(document))

    def __bool__(self) -> bool:
        return bool(self._sources)

    @cached_property
    def strings(self) -> list[str]:
        """Everything that they write between quotes."""
        found: list[str] = []
        for source in self._sources:
            for match in STRING.finditer(source):
                # One of three kinds of quotes stands around it.
                single, double, back = match.groups("")
                found.append(single or double or back)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Every word in them: an id is a name by itself."""
        names: set[str] = set()
        for source in self._sources:
            names.update(_WORD.findall(source))
        return frozenset(names)

    @cached_property
    def quoted(self) -> frozenset[str]:
        """Strings as they are, and the classes that selectors in them name."""
        quoted: set[str] = set()
        for text in self.strings:
            quoted.update(re.findall(r"\.([\w-]+)", text))
            quoted.update(text.split())
        return frozenset(quoted)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Beginnings of names that go on with a number."""
        starts: set[str] = set()
        for source in self._sources:
            starts.update(_JOINED.findall(source))
            starts.update(_FILLED.findall(source))
        return tuple(starts)

    @cached_property
    def writes(self) -> bool:
        """Whether one of them puts text into the page."""
        return any(_WRITES.search(source) for source in self._sources)

    @cached_property
    def writes_cells(self) -> bool:
        """Whether one names the cells of tables near to where it puts text into the page."""
        for source in self._sources:
            for named in _CELLS.finditer(source):
                start = max(named.start() - _NEAR, 0)
                if _WRITES.search(source[start : named.end() + _NEAR]):
                    return True
        return False

    @cached_property
    def styles(self) -> bool:
        """Whether one of them makes style sheets."""
        return any(_SHEETS.search(source) for source in self._sources)

    def named(self, node: Node) -> bool:
        """Whether a script names an element by its id or class, or by an attribute for data."""
        id_ = node.attributes.get("id")
        if id_ and self._names_id(id_):
            return True
        classes = (node.attributes.get("class") or "").split()
        if any(name in self.quoted for name in classes):
            return True
        data = [name for name in node.attributes if name.startswith("data-")]
        return any(name in self.names or _camel(name[5:]) in self.names for name in data)

    def _names_id(self, id_: str) -> bool:
        return id_ in self.names or id_ in self.quoted or id_.startswith(self.starts or ("\0",))


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.title() for word in rest)


def _sources(document: Document) -> Iterator[str]:
    for node in document.root.walk():
        if node.document is not document:
            continue
        if node.tag == "script" and is_script(node) and "src" not in node.attributes:
            yield node.text
        for name in _RUN_AT_ONCE:
            if name in node.attributes:
                yield node.attributes[name]


def is_script(node: Node) -> bool:
    """Whether a `script` holds a program, and not data."""
    return (node.attributes.get("type") or "").strip().lower() in TYPES


def bound(node: Node) -> bool:
    """Whether an attribute lets a library fill the element."""
    return any(_binds(name) for name in node.attributes)


@lru_cache(maxsize=10_000)
def _binds(name: str) -> bool:
    return BINDINGS.fullmatch(name) is not None
