"""What a descriptor says of the tables as a whole: version, day, identity, contributors, sources.

It takes nothing from the clock: the same tables of the same version are described alike.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

from helpers import schema, settings
from helpers.publish.cells import unguarded
from helpers.publish.parquet import query, texts
from helpers.words import USABLE

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: A site, with which an address begins.
_ADDRESS = re.compile(r"^https?://[^/?#\s]+")
_USED = "WHERE duplicate_of = '' AND status IN (SELECT unnest(?::VARCHAR[]))"


def head(
    resources: Iterable[Mapping[str, Any]], reports: Path | None, **release: str
) -> dict[str, Any]:
    """The properties of a package but its resources.

    `reports`: the table of reports, None where there is none. `release`: version and created, where
    they are not those of the program.
    """
    told = {"version": settings.VERSION, **schema.PACKAGE, **release}
    package = {"$schema": _PROFILE, "id": _identity(resources, told["version"]), **told}
    found = _sources(reports) if reports else []
    if found:
        package["sources"] = found
    return package


def _identity(resources: Iterable[Mapping[str, Any]], version: str) -> str:
    """A name that no other tables have: it is made of their digests."""
    digests = " ".join(resource["hash"] for resource in resources)
    return uuid.uuid5(uuid.NAMESPACE_OID, f"gongkai {version} {digests}").urn


def _sources(reports: Path) -> list[dict[str, str]]:
    """The reports whose figures are in the tidy tables, each with its address where one is known.

    Of more reports than a person can look through the sites that published them.
    """
    rest = f"{_USED} ORDER BY agency, year, file LIMIT {settings.SOURCES + 1}"
    found = query("agency, year, file, url", texts(reports), rest, [*USABLE])
    if len(found) > settings.SOURCES:
        return _sites(reports)
    return [_source(report) for report in found.apply(unguarded).to_dict("records")]


def _source(report: Mapping[Hashable, str]) -> dict[str, str]:
    """One report as a source."""
    names = (report["agency"], report["year"], report["file"])
    source = {"title": ", ".join(filter(None, names))}
    if _ADDRESS.match(report["url"]):
        source["path"] = report["url"]
    return source


def _sites(reports: Path) -> list[dict[str, str]]:
    """The sites that published the reports; reports.csv has the address of each."""
    site = f"regexp_extract(url, '{_ADDRESS.pattern}') AS site"
    found = query(f"DISTINCT {site}", texts(reports), f"{_USED} ORDER BY site", [*USABLE])
    return [{"title": site, "path": site} for site in found["site"] if site]
