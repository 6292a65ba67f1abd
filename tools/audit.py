"""`make audit`: which pinned packages have known vulnerabilities, as the OSV database tells.

It asks with the names and versions of requirements.lock and nothing else. Without a network it says
so and ends well: what cannot be asked is no fault of the project.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
SERVICE = "https://api.osv.dev/v1/querybatch"
#: Seconds that the service has to answer.
PATIENCE = 10
#: What OSV calls the packages of Python.
ECOSYSTEM = "PyPI"


def main() -> int:
    """Print a line for each package with vulnerabilities → 1 where there are any."""
    pins = pinned(LOCK.read_text(encoding="utf-8"))
    try:
        found = vulnerable(pins)
    except OSError as error:
        print(f"Not audited, the vulnerability database cannot be reached ({error}).")
        return 0
    for (name, version), names in found.items():
        print(f"{name} {version}: {', '.join(names)}")
    print(f"{len(pins)} pinned packages audited, {len(found)} with known vulnerabilities.")
    return int(bool(found))


def pinned(lock: str) -> list[tuple[str, str]]:
    """The packages of a lock file with their versions."""
    return re.findall(r"^([\w.-]+)==([\w.!+-]+)", lock, re.MULTILINE)


def vulnerable(pins: list[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """The packages with known vulnerabilities, each with the names of these.

    Raises OSError where the database cannot be reached.
    """
    queries = [
        {"package": {"ecosystem": ECOSYSTEM, "name": name}, "version": version}
        for name, version in pins
    ]
    request = urllib.request.Request(
        SERVICE, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        results = json.load(answer)["results"]
    found: dict[tuple[str, str], list[str]] = {}
    for pin, result in zip(pins, results, strict=True):
        names = [each["id"] for each in result.get("vulns", [])]
        if names:
            found[pin] = names
    return found


if __name__ == "__main__":
    sys.exit(main())
