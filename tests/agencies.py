"""Tables of agencies that do not exist, as many as a test wants: typed by the schema, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from helpers import schema
from helpers.agencies import identify
from helpers.forms import load_forms
from helpers.measures import definitions
from helpers.measures.definitions import Measure

#: Groups of which the shares are the parts of one whole.
WHOLES = ("outcomes", "grounds", "applicants")
#: Some of the rows of an annex and of the results of a case.
CHANNELS = {
    "disclosure.items": 1.0,
    "channels.website": 0.9,
    "channels.gazette": 0.1,
    "channels.wechat": 0.4,
}
RESULTS = {"upheld": 0.6, "corrected": 0.1, "other": 0.2, "pending": 0.1}

FORMS = load_forms()
KNOWN = definitions.load(FORMS)


def form_of(year: int) -> str:
    return "annex_2014" if year < 2019 else "national_2019" if year < 2021 else "national_2021"


def tables_of(
    agencies: int,
    years: Sequence[int],
    seed: int = 7,
    names: Sequence[str] = (),
    median: float = 33,
) -> dict[str, pd.DataFrame]:
    """The tables that charts are drawn from; of more than one report one in twenty is not there.

    `names`: those of the agencies, counties where none are given. `median`: of their requests.
    """
    random = np.random.default_rng(seed)
    names = names or [f"第{number:03}县人民政府" for number in range(agencies)]
    rows = [(name, year) for name in names for year in years]
    frame = pd.DataFrame(rows, columns=["agency", "year"])
    frame = frame[random.random(len(frame)) > 0.05] if len(frame) > 1 else frame
    doubt = pd.Series(random.random(len(frame)) < 0.1, frame.index)
    frame = frame.assign(
        report_id=frame["agency"] + "-" + frame["year"].astype(str),
        form=frame["year"].map(form_of),
        report_status=doubt.map({True: "inconsistent", False: "verified"}),
    )
    size = (
        frame["agency"]
        .map(dict(zip(names, random.lognormal(np.log(median), 1.5, agencies), strict=True)))
        .to_numpy()
    )
    reports = _reports(frame)
    tables = {
        "reports": reports,
        "agencies": identify(reports.assign(named_by="sources")),
        "measures": pd.concat(_measured(frame, size, random), ignore_index=True),
        "documents": _documents(frame, size, random),
        "annex": _annex(frame, size, random),
        "review": _review(frame, size, random),
    }
    return {name: schema.typed(name, table) for name, table in tables.items()}


def _reports(frame: pd.DataFrame) -> pd.DataFrame:
    counts = dict.fromkeys(
        ["figures", "blank", "checks_hold", "checks_broken", "checks_unchecked"], 0
    )
    files = frame.assign(
        file=frame["report_id"] + ".pdf", sha256=frame["report_id"], origin="published"
    )
    return files.assign(status=frame["report_status"], reader="camelot-vector", pages=3, **counts)


def _decimals(values: np.ndarray, known: np.ndarray) -> pd.Series:
    return pd.Series(
        [
            Decimal(f"{value:.6g}") if fine else None
            for value, fine in zip(values, known, strict=True)
        ]
    )


def _measured(
    frame: pd.DataFrame, size: np.ndarray, random: np.random.Generator
) -> Iterator[pd.DataFrame]:
    """A frame for each measure; shares of one group with one whole add up to 1."""
    sides: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for group in WHOLES:
        wholes = random.poisson(size * (0.2 if group == "grounds" else 1))
        for form, rows in frame.reset_index(drop=True).groupby("form"):
            parts = [
                each.code
                for each in KNOWN.measures.values()
                if each.group == group and form in each.sides
            ]
            weights = random.dirichlet([2] * max(len(parts), 1), len(rows))
            counts = random.multinomial(wholes[rows.index], weights)
            for place, code in enumerate(parts):
                part, _ = sides.setdefault(code, (np.zeros(len(frame)), wholes))
                part[rows.index] = counts[:, place]
    for measure in KNOWN.measures.values():
        yield _measure(frame, measure, *sides.get(measure.code, _sides(measure, size, random)))


def _sides(
    measure: Measure, size: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A numerator and a denominator for each report, about as large as real ones."""
    whole = random.poisson(size)
    if measure.unit == "share":
        return random.binomial(whole, random.beta(2, 4, len(size))), whole
    scale = {"review": 0.08, "documents": 0.2, "decisions": 20, "money": 1e5}.get(measure.group, 1)
    return random.poisson((whole if measure.denominator else size) * scale), whole


def _measure(
    frame: pd.DataFrame, measure: Measure, part: np.ndarray, whole: np.ndarray
) -> pd.DataFrame:
    asked = frame["form"].isin([*measure.sides]).to_numpy()
    divided = bool(measure.denominator)
    known = asked & (whole > 0) if divided else asked
    value = (
        part / np.where(whole > 0, whole, 1) * (1000 if measure.unit == "per_1000" else 1)
        if divided
        else part
    )
    state = np.where(known, "value", np.where(asked, "zero_denominator", "not_asked"))
    names: dict[str, Any] = {"measure": measure.code, "group": measure.group, "unit": measure.unit}
    labels = {"measure": measure.labels, "group": KNOWN.groups[measure.group]}
    names |= {
        f"{one}_{tongue}": text
        for one, pair in labels.items()
        for tongue, text in zip(("zh", "en"), pair, strict=True)
    }
    numbers = {"value": _decimals(value, known), "numerator": _decimals(part, asked)}
    numbers["denominator"] = _decimals(whole, asked & divided)
    return frame.reset_index(drop=True).assign(state=state, **names, **numbers)


def _documents(frame: pd.DataFrame, size: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    rows = frame.assign(
        kind="normative_document", kind_zh="规范性文件", kind_en="Normative documents"
    )
    counts = _decimals(random.poisson(size * 0.1), (frame["form"] == "national_2021").to_numpy())
    return rows.reset_index(drop=True).assign(repealed=counts, proof="identity")[
        frame["form"].eq("national_2021").to_numpy()
    ]


def _annex(frame: pd.DataFrame, size: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    old = (frame["form"] == "annex_2014").to_numpy()
    rows = frame[old].reset_index(drop=True)
    parts = [
        rows.assign(
            item=item, item_zh=item, item_en=item, section=item, section_zh=item, section_en=item,
            ref="f1", proof="identity", count=_decimals(random.poisson(size[old] * share * 50), np.ones(len(rows), bool)),
        )
        for item, share in CHANNELS.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _review(frame: pd.DataFrame, size: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    new = (frame["form"] != "annex_2014").to_numpy()
    rows = frame[new].reset_index(drop=True)
    named = {"route": "reconsideration", "route_zh": "行政复议", "route_en": "Reconsideration"}
    parts = [
        rows.assign(
            **named, result=result, result_zh=result, result_en=result,
            ref="f1", proof="identity", cases=_decimals(random.poisson(size[new] * share * 0.1), np.ones(len(rows), bool)),
        )
        for result, share in RESULTS.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def readings_of(agencies: int, years: Sequence[int], seed: int = 11) -> dict[str, pd.DataFrame]:
    """The tables behind 06_quality, as of agencies that print all cells of their forms.

    Of a thousand cells a few are blank, one is in doubt; of a thousand sums one does not hold; of a
    hundred files one is a copy of the report before it, one cannot be read.
    """
    random = np.random.default_rng(seed)
    reports = tables_of(agencies, years, seed)["reports"]
    lot = random.random(len(reports))
    copies, lost = (lot < 0.01) & (reports.index > 0), lot > 0.99
    reports["duplicate_of"] = reports["report_id"].shift(fill_value="").where(copies, "")
    reports = pd.concat(
        [reports[~lost], reports[lost].apply(_unreadable, axis=1)], ignore_index=True
    )
    read = reports.loc[reports["status"].ne("failed"), ["report_id", "file", "form", "reader"]]
    tables = {
        "reports": reports,
        "figures": _figures(read.merge(_cells(), on="form"), random),
        "checks": _checked(read.merge(_sums(), on="form"), random),
    }
    return {name: schema.typed(name, table) for name, table in tables.items()}


def _unreadable(report: pd.Series) -> pd.Series:
    nothing = {
        "agency": "",
        "year": None,
        "form": "",
        "reader": "",
        "pages": None,
        "duplicate_of": "",
    }
    return pd.Series(
        {**report, **nothing, "status": "failed", "message": "The file is damaged: fetch it again."}
    )


def _cells() -> pd.DataFrame:
    """The cells of all forms."""
    rows = [
        (form.code, table.code, row.code, column.code, row.labels[0], column.unit)
        for form in FORMS.values()
        for table in form.tables.values()
        for row in table.rows
        for column in table.columns_of(row.code)
    ]
    cells = pd.DataFrame(rows, columns=["form", "table", "row", "column", "label", "unit"])
    number = cells.groupby("form").cumcount() + 1
    return cells.assign(
        n=cells.groupby(["form", "table"]).cumcount() + 1, ref="f" + number.astype(str)
    )


def _sums() -> pd.DataFrame:
    """The sums that the forms demand, each in every row or column, and a warning on each report."""
    rows = [
        (
            form.code,
            table.code,
            identity.rule,
            *((one.code, "") if identity.each == "row" else ("", one.code)),
        )
        for form in FORMS.values()
        for table in form.tables.values()
        for identity in table.identities
        for one in (table.rows if identity.each == "row" else table.columns)
    ]
    rows += [(form, "requests", "carry_over", "carried_in", "total") for form in FORMS]
    return pd.DataFrame(rows, columns=["form", "table", "rule", "row", "column"])


def _figures(cells: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    lot, values = random.random(len(cells)), random.poisson(20, len(cells))
    doubtful, blank = lot < 0.001, lot > 0.97
    numbers = [
        None if empty else Decimal(int(value)) for value, empty in zip(values, blank, strict=True)
    ]
    return cells.assign(
        value=numbers,
        printed=pd.Series(values).astype(str).mask(blank, "").mask(doubtful, "1 2"),
        status=np.select([doubtful, blank], ["doubtful", "blank"], "printed"),
        proof=np.select([doubtful, blank], ["none", "second_reading"], "identity"),
        precision="exact", page=1, **dict.fromkeys(["x0", "y0", "x1", "y1"], Decimal("72.5")),
    )  # fmt: skip


def _checked(sums: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    lot, warned = random.random(len(sums)), sums["rule"].eq("carry_over")
    verdicts = np.select(
        [warned, lot < 0.001, lot < 0.0012], ["warning", "wrong_in_print", "doubtful"], "holds"
    )
    said = {
        "warning": "2023 carries 5 in; 2022 carried 4 out.",
        "wrong_in_print": "Printed as 3 against 2.",
    }
    left, right = (pd.Series(Decimal(number), sums.index).mask(warned, None) for number in (3, 2))
    right = right.mask(verdicts == "holds", left)
    checks = sums.assign(
        verdict=verdicts, left=left, right=right, message=pd.Series(verdicts).map(said).fillna("")
    )
    checks = checks[~warned | (lot < 0.2)]
    return checks.assign(n=checks.groupby("report_id").cumcount() + 1)
