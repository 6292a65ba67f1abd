"""The elements of a page as both readings walk them, whoever parsed them.

The documents in its frames are among them.
"""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from cssselect2 import ElementWrapper

from helpers.readers.limits import check_limit
from helpers.readers.web.beside import joined
from helpers.readers.web.encoding import decode
from helpers.readers.web.markup import CELLS, span
from helpers.readers.web.size import check_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpers.readers.web.cascade import Cascade, Declared
    from helpers.readers.web.computed import Style
    from helpers.readers.web.script import Scripts

#: Frames within frames are read no deeper than this.
MAX_FRAMES = 3
#: What shows another page, and where it says which.
FRAMES = {"iframe": "src", "frame": "src", "object": "data", "embed": "src"}

#: Parses a page into elements that have a tag, attributes, a text and a tail, as ElementTree has
#: them.
Parse = Callable[[str], Any]


class Node(ElementWrapper):  # type: ignore[misc]  # cssselect2 has no types
    """One element of a page; `document` is the page or frame that it stands in."""

    document: Document
    style: Style
    depth: int
    in_table: bool
    in_cell: bool
    #: Whether it counts as a part of a table and is no such element.
    laid_out = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: The element's name in lower case.
        self.tag = str(self.etree_element.tag).lower()
        if self.parent is not None:
            self.stands_in(self.parent.document, self.parent)

    def stands_in(self, document: Document, around: Node | None) -> None:
        """Say in which document the element stands, and what is around it, if anything is."""
        self.document = document
        self.depth = around.depth + 1 if around else 0
        self.in_table = around is not None and (around.in_table or around.tag == "table")
        self.in_cell = around is not None and (around.in_cell or around.tag in CELLS)

    @cached_property
    def id(self) -> str | None:
        """The element's id; before there were standards its letters' case meant nothing."""
        found: str | None = self.attributes.get("id")
        return found.lower() if found and self.document.quirks else found

    @cached_property
    def classes(self) -> set[str]:
        """The element's classes, likewise."""
        found = self.attributes.get("class") or ""
        if self.document.quirks:
            found = found.lower()
        return set(found.split())

    @property
    def attributes(self) -> Mapping[str, str]:
        """The element's attributes; one without a value has an empty one."""
        attributes: Mapping[str, str] = self.etree_element.attrib
        return attributes

    @property
    def text(self) -> str:
        """The text before its first child."""
        return self.etree_element.text or ""

    @property
    def tail(self) -> str:
        """The text behind the element."""
        return self.etree_element.tail or ""

    @cached_property
    def children(self) -> list[Node]:
        """The elements inside, made once."""
        return list(super().iter_children())

    def iter_children(self) -> Iterator[Node]:
        """The same, as selectors ask for them."""
        return iter(self.children)

    def spans(self, way: str, limit: int) -> int:
        """How many columns or rows a cell has (`way`: colspan, rowspan); 0 for all that follow."""
        said = self.attributes.get(way)
        if said is None and str(self.etree_element.tag).lower() not in CELLS:
            said = self.attributes.get(f"aria-{way}")
        return span(said, limit)

    @cached_property
    def holds_table(self) -> bool:
        """Whether it is a table or one stands in it, also in a frame of it."""
        return any(node.tag == "table" for node in self.walk())

    @cached_property
    def declared(self) -> Declared:
        """What the sheets of its document say of it; to ask them is slow, and done once."""
        return self.document.cascade.declared(self)

    @cached_property
    def frame(self) -> Document | None:
        """The document that a frame shows, where it is in the file."""
        document = self.document
        if self.tag not in FRAMES or document.deep >= MAX_FRAMES:
            return None
        source, address = self.attributes.get("srcdoc"), document.base
        is_file = source is None
        if source is None:
            written = self.attributes.get(FRAMES[self.tag]) or ""
            source, address = document.found(written, "text/html"), document.resolved(written)
        if source is None or not source.strip():
            return None
        check_size(source)
        root = document.parse(source)
        if root is None:
            return None
        quirks = is_file and is_old(source)
        inner = Document(root, document.parse, document.parts, quirks=quirks, around=self)
        inner.address = address
        return inner

    def walk(self) -> Iterator[Node]:
        """Yield the element and all below it, frames included, in the order of the page."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            children = node.children
            if node.tag in FRAMES and node.frame:
                children = [node.frame.root]
            stack.extend(reversed(children))

    def up(self) -> Iterator[Node]:
        """Yield the elements around, from the inside out, and out of a frame."""
        node: Node | None = self.parent or self.document.around
        while node is not None:
            yield node
            node = node.parent or node.document.around


def is_old(source: str) -> bool:
    """Whether a page is of a time before it had to say which standard it follows."""
    return "<!doctype" not in source[:2000].lower()


class Document:
    """A page or the page in a frame: its elements, and how it came to be.

    `parts`: other files that the page was saved with, by their address. `quirks`: whether browsers
    show it as they did before there were standards, since it does not say which it follows.
    `unfold`: whether what is hidden and holds a table is read all the same, `hidden`: the tables
    that are. `omitted`: hidden tables that are not read, since others are shown. `unsure`: tables
    of which the file does not tell how they are laid out, or that they are shown. `styles`: those
    that many elements share. `address`: where the page was saved from.
    """

    def __init__(
        self,
        element: Any,
        parse: Parse,
        parts: Mapping[str, str],
        *,
        quirks: bool = False,
        around: Node | None = None,
    ) -> None:
        self.parse, self.parts, self.around = parse, parts, around
        self.quirks = quirks
        self.address = ""
        self.deep = 0
        self.unfold = False
        self.hidden: set[int] = set()
        self.omitted: set[int] = set()
        self.unsure: set[int] = set()
        if around:
            outer = around.document
            self.deep = outer.deep + 1
            self.unfold = outer.unfold
            self.hidden, self.omitted = outer.hidden, outer.omitted
            self.unsure = outer.unsure
        self._count(element)
        self.styles: dict[tuple[Any, ...], Any] = {}
        self.root: Node = Node.from_html_root(element)
        self.root.stands_in(self, around)

    def _count(self, element: Any) -> None:
        """Count documents and their elements, those in frames among them."""
        self.counts: Counter[str] = self.around.document.counts if self.around else Counter()
        self.counts["frames"] += 1
        self.counts["elements"] += sum(1 for _ in element.iter())
        for name, count in self.counts.items():
            check_limit(name, count)

    @cached_property
    def cascade(self) -> Cascade:
        """What the document's own sheets say."""
        from helpers.readers.web.cascade import Cascade

        return Cascade(self)

    @cached_property
    def scripts(self) -> Scripts:
        """What its scripts name."""
        from helpers.readers.web.script import Scripts

        return Scripts(self)

    @cached_property
    def body(self) -> Node | None:
        """The element that is shown."""
        for node in self.root.children:
            if node.tag in ("body", "frameset"):
                return node
        return None

    @cached_property
    def base(self) -> str:
        """The address from which those in the page count."""
        in_head = (node for part in self.root.children[:1] for node in part.children)
        for node in in_head:
            if node.tag == "base" and "href" in node.attributes:
                return joined(self.address, node.attributes["href"])
        return self.address

    def resolved(self, address: str) -> str:
        """The whole address that one in the page means."""
        return joined(self.base, address)

    def found(self, address: str, kind: str) -> str | None:
        """What stands at an address, if it is in the file.

        It is in the address itself, or in a part saved with the page.
        """
        if address[:5].lower() != "data:":
            written = self.parts.get(address.strip())
            return self.parts.get(self.resolved(address)) if written is None else written
        head, comma, data = address[5:].partition(",")
        if not comma or not head.lower().startswith(kind):
            return None
        content = unquote_to_bytes(data)
        if head.lower().endswith(";base64"):
            try:
                content = b64decode(content)
            except ValueError:
                return None
        return decode(content)[0] if content.strip() else ""
