"""`make licences`: the licence of every package that gongkai installs, into docs/licences.md.

The packages are those of requirements.lock that are installed here; what only tests, checks and the
documentation need is marked.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """# Licences of what is installed

Written by `make licences` from what the packages say of themselves. *dev*: only for tests, checks, benchmarks and documentation.

| package | version | licence | |
|---|---|---|---|
"""
#: Long texts in the place of a name are cut to the first line, and no longer than this.
WIDTH = 60
_NAME = re.compile(r"[\w.-]+")
#: What is required by an extra that users of gongkai do not install.
_FOR_MAKERS = re.compile(r"""extra == ["'](dev|docs)["']""")


def main() -> None:
    """Write the list."""
    needed = _needed()
    lines = []
    for name in _locked():
        try:
            package = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        mark = "" if name in needed else "dev"
        lines.append(f"| {name} | {package.version} | {licence(package)} | {mark} |\n")
    (ROOT / "docs" / "licences.md").write_text(HEAD + "".join(lines), encoding="utf-8")


def licence(package: Distribution) -> str:
    """What a package says of its licence: the expression, else the classifiers, else its own words."""
    facts = package.metadata
    if facts["License-Expression"]:
        return str(facts["License-Expression"])
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in facts.get_all("Classifier", [])
        if text.startswith("License :: ") and not text.endswith("OSI Approved")
    ]
    if classifiers:
        return ", ".join(classifiers)
    words = (facts["License"] or "not said").strip().splitlines()[0]
    return words[:WIDTH]


def _locked() -> list[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return re.findall(r"^([\w.-]+)==", text, re.MULTILINE)


def _needed() -> set[str]:
    """The packages that gongkai needs with its extras for users, and what these need in turn."""
    wanted = [text for text in requires("gongkai") or [] if not _FOR_MAKERS.search(text)]
    found: set[str] = set()
    while wanted:
        name = _NAME.match(wanted.pop())
        key = _key(name[0]) if name else ""
        if key in found:
            continue
        found.add(key)
        try:
            wanted += [text for text in requires(key) or [] if "extra ==" not in text]
        except PackageNotFoundError:
            continue
    return found


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
