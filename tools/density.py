"""How dense the code is: syntax nodes a line, and comprehensions and conditional expressions in 100 lines.

Usage: python tools/density.py [FOLDER]. Lines of code are those with code on them: no blank lines,
comments or docstrings. Nodes are all nodes of Python's syntax tree but docstrings.
"""

from __future__ import annotations

import ast
import sys
import tokenize
from collections import defaultdict
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src" / "helpers"
DENSE = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp)
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def docstrings(tree: ast.Module) -> list[ast.Expr]:
    """The docstrings of a module, its classes and its functions."""
    owners = [
        node for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list)
    ]
    first = [node.body[0] for node in owners if node.body]
    strings = [
        node
        for node in first
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return [node for node in strings if isinstance(node.value.value, str)]


def measure(path: Path) -> tuple[int, int, int]:
    """Lines of code, syntax nodes, and comprehensions with conditional expressions of one file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = set()
    silent_nodes = 0
    for node in docstrings(tree):
        left_out.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        silent_nodes += 2
    lines = set()
    with path.open("rb") as stream:
        for token in tokenize.tokenize(stream.readline):
            if token.type not in SILENT:
                lines.update(range(token.start[0], token.end[0] + 1))
    nodes = list(ast.walk(tree))
    dense = sum(isinstance(node, DENSE) for node in nodes)
    return len(lines - left_out), len(nodes) - silent_nodes, dense


def main() -> None:
    """Print the figures of every folder, and of all."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else SRC
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sorted(root.rglob("*.py")):
        folder = path.relative_to(root).parent.as_posix()
        for name in (folder, "all"):
            for place, count in enumerate(measure(path)):
                totals[name][place] += count
    print(f"{'folder':<26}{'lines':>8}{'nodes a line':>14}{'dense in 100':>14}")
    for name, (lines, nodes, dense) in sorted(
        totals.items(), key=lambda item: (item[0] == "all", item[0])
    ):
        if lines:
            print(f"{name:<26}{lines:>8,}{nodes / lines:>14.1f}{100 * dense / lines:>14.1f}")


if __name__ == "__main__":
    main()
