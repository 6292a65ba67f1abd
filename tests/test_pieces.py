"""Tables that are larger than memory: read and written in pieces, they are the same bytes as in one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import helpers
from helpers import publish, schema, settings
from helpers.corpus import assemble
from helpers.corpus.extraction import Extraction, pack
from helpers.corpus.reading import extract_report
from helpers.corpus.spool import Spool
from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.publish import batches, parquet
from helpers.publish.gate import Rows

PROCESSED = settings.ROOT / settings.PROCESSED_DIR
SPECIMENS = settings.ROOT / settings.RAW_DIR / "specimens"


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    """Four years of one agency, one of them twice, and a report of another agency."""
    names = ("pingtan_2016", "pingtan_2021", "pingtan_2022", "pingtan_2023", "huaian_2024")
    found = [extract_report(SPECIMENS / f"{name}.pdf") for name in names]
    copy = replace(found[0].source, file="copy.pdf")
    return [*found, Extraction(copy, found[0].content)]


def test_tables_read_in_pieces_hold_every_report_once_and_whole() -> None:
    pieces = list(publish.pieces(["figures", "reports"], PROCESSED, size=4))
    ids = [set(piece["reports"]["report_id"]) for piece in pieces]
    assert [len(each) for each in ids] == [4, 4, 4, 3]
    assert all(
        set(piece["figures"]["report_id"]) <= own for piece, own in zip(pieces, ids, strict=True)
    )
    whole = pd.concat([piece["figures"] for piece in pieces], ignore_index=True)
    assert_frame_equal(whole, helpers.load("figures", PROCESSED))


def test_a_piece_ends_within_the_rows_that_are_read_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path))
    monkeypatch.setattr(parquet, "ROWS", 2048)
    for name in ("checks", "figures"):
        pieces = [piece[name] for piece in publish.pieces([name], PROCESSED, size=2)]
        assert_frame_equal(pd.concat(pieces, ignore_index=True), helpers.load(name, PROCESSED))


def test_of_no_report_there_is_one_empty_piece(tmp_path: Path) -> None:
    publish.write(
        {name: schema.typed(name, pd.DataFrame()) for name in ("figures", "reports")}, tmp_path
    )
    [piece] = publish.pieces(["figures", "reports"], tmp_path)
    assert piece["figures"].empty


@pytest.mark.parametrize("size", [1, 2, 100])
def test_tables_written_in_pieces_are_the_same_bytes(
    extractions: list[Extraction], tmp_path: Path, size: int
) -> None:
    publish.write(assemble.tables(extractions), tmp_path / "whole")
    write(tmp_path / "pieces", opened(extractions, tmp_path, size))
    for file in (tmp_path / "whole").iterdir():
        assert file.read_bytes() == (tmp_path / "pieces" / file.name).read_bytes(), file.name


def test_tables_that_several_processes_make_are_the_same_bytes(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    tables = {}
    for size in (1, 100):
        folder = tmp_path / str(size)
        with publish.Writer(folder) as writer:
            publish.extracted(spool(extractions), writer, 2, size)
        with publish.Writer(folder) as writer:
            publish.tidied(folder, writer, 2, size)
        tables[size] = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(tables[1]) == 17
    assert tables[1] == tables[100]


def test_a_piece_whose_process_died_is_made_anew(
    extractions: list[Extraction], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one does that the system ends for want of memory."""
    whole, anew = tmp_path / "whole", tmp_path / "anew"
    with publish.Writer(whole) as writer:
        publish.extracted(spool(extractions), writer)
    monkeypatch.setattr(batches.Processes, "submit", died)
    with publish.Writer(anew) as writer:
        publish.extracted(spool(extractions), writer, size=1)
    assert (whole / "figures.csv").read_bytes() == (anew / "figures.csv").read_bytes()


def died(*_: object) -> Future[object]:
    future: Future[object] = Future()
    future.set_exception(UnreadableReport(say("died")))
    return future


def test_all_years_of_an_agency_are_in_one_piece(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    """Else the warnings between two years would be lost at the cut."""
    pieces = [set(piece["reports"]["agency"]) for piece in opened(extractions, tmp_path, 1)]
    assert sorted(agency for agencies in pieces for agency in agencies) == [
        "平潭综合实验区管委会",
        "淮安市人民政府",
    ]


def test_a_mark_that_nobody_sees_makes_no_other_agency(extractions: list[Extraction]) -> None:
    """Else the numbers of both reports would be added up under one name."""
    first, *_, copy = extractions
    named = replace(copy.source, sha256="2" * 64, agency=f"\u200e{first.agency}")
    reports = assemble.tables([first, Extraction(named, copy.content)])["reports"]
    assert sorted(reports["duplicate_of"].ne("")) == [False, True]


def test_a_spool_gives_back_what_was_put_into_it(extractions: list[Extraction]) -> None:
    spooled = spool(extractions)
    assert list(spooled) == extractions
    assert not any(each.content.figures for each in spooled.summaries)


def opened(extractions: Iterable[Extraction], folder: Path, size: int) -> Iterator[dict[str, Rows]]:
    for piece in assemble.pieces(spool(extractions), folder, size):
        with assemble.opened(piece) as tables:
            yield tables


def spool(extractions: Iterable[Extraction]) -> Spool:
    return Spool(pack(each.source, each.content) for each in extractions)


def write(folder: Path, pieces: Iterable[dict[str, Rows]]) -> None:
    with publish.Writer(folder) as writer:
        for piece in pieces:
            writer.add(piece)


def test_a_run_that_stops_between_two_pieces_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    def pieces() -> Iterator[dict[str, pd.DataFrame]]:
        yield next(publish.pieces(["figures", "checks"], PROCESSED, size=2))
        raise KeyboardInterrupt

    shutil.copytree(PROCESSED, tmp_path / "tables")
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "tables", pieces())
    assert {file.name: file.read_bytes() for file in (tmp_path / "tables").iterdir()} == {
        file.name: file.read_bytes() for file in PROCESSED.iterdir()
    }


def test_pieces_in_another_order_are_refused(tmp_path: Path) -> None:
    row = {"form": "national_2021", "report_status": "verified", "proof": "seen"}
    frames = [
        schema.typed("fees", pd.DataFrame([{"report_id": name, **row}], dtype=object))
        for name in "ba"
    ]
    with pytest.raises(schema.TableError, match="fees: report a comes after b"):
        write(tmp_path, [{"fees": frame} for frame in frames])
    assert not list(tmp_path.iterdir())


def test_figures_are_counted_without_reading_them_all() -> None:
    figures = publish.load("figures", PROCESSED)
    counts = publish.counts("figures", PROCESSED, ["report_id", "proof"], without="value")
    assert counts["cells"].sum() == len(figures)
    assert counts["empty"].sum() == figures["value"].isna().sum()
    by_hand = figures.groupby(["report_id", "proof"]).size().reset_index(name="cells")
    assert_frame_equal(counts[["report_id", "proof", "cells"]], by_hand, check_dtype=False)


def test_of_texts_that_would_end_a_cell_or_a_line_a_part_is_what_the_whole_is(
    tmp_path: Path,
) -> None:
    texts = ['a "b" c', "one,two", "first\nsecond", "", " blank ", "None", "NULL", "\ufeff文"]
    rows = [
        {"report_id": f"r{n}", "form": "national_2021", "agency": text}
        for n, text in enumerate(texts)
    ]
    frame = schema.typed("fees", pd.DataFrame(rows, dtype=object))
    frame = frame.assign(report_status="verified", proof="seen")
    publish.write({"fees": frame}, tmp_path)
    assert_frame_equal(
        publish.load("fees", tmp_path, report_status=["verified"]), publish.load("fees", tmp_path)
    )


def test_every_key_begins_with_the_report() -> None:
    """What pieces rest on; the agencies of all reports are written in one."""
    first = {name: table.key[0] for name, table in schema.TABLES.items()}
    whole = ("agencies", "codes", "rules", "measure_definitions")
    assert [first.pop(name) for name in whole] == ["agency", "column", "rule", "measure"]
    assert set(first.values()) == {"report_id"}


@pytest.mark.parametrize("name", schema.TABLES)
def test_a_large_table_is_read_in_columns_to_the_same_frame(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(PROCESSED / f"{name}.csv", tmp_path)
    small = publish.load(name, PROCESSED)
    monkeypatch.setattr(settings, "LARGE", 0)
    assert_frame_equal(publish.load(name, tmp_path), small)


@pytest.mark.parametrize(
    ("printed", "changed", "said"),
    [
        ("national_2019,verified", "x,y", "report_status is 'y'"),
        ("77302800.00", "Infinity", "not a Decimal"),
        ("report_id,", "note,report_id,", "unknown column note"),
    ],
)
def test_a_large_table_changed_by_hand_is_told_like_a_small_one(
    printed: str, changed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (PROCESSED / "fees.csv").read_text("utf-8-sig").replace(printed, changed)
    if "note" in changed:
        text = text.replace("\n", "\nx,").removesuffix("x,")
    (tmp_path / "fees.csv").write_text(text, "utf-8")
    told = []
    for size in (settings.LARGE, 0):
        monkeypatch.setattr(settings, "LARGE", size)
        with pytest.raises(schema.TableError) as found:
            publish.load("fees", tmp_path)
        told.append(str(found.value))
    assert told[0] == told[1]
    assert said in told[0]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_large_table_that_excel_saved_keeps_its_rows(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines end otherwise, and DuckDB found no rows in it, without a word."""
    for name in ("fees", "reports"):
        text = (PROCESSED / f"{name}.csv").read_bytes().replace(b"\n", end.encode())
        (tmp_path / f"{name}.csv").write_bytes(text)
    monkeypatch.setattr(settings, "LARGE", 0)
    assert_frame_equal(publish.load("fees", tmp_path), publish.load("fees", PROCESSED))
    [piece] = publish.pieces(["fees"], tmp_path)
    assert len(piece["fees"]) == len(publish.load("fees", PROCESSED))


def test_a_folder_whose_name_is_a_pattern_is_not_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, name in (("of[1]", "fees"), ("of1", "procurement")):
        (tmp_path / folder).mkdir()
        shutil.copy(PROCESSED / f"{name}.csv", tmp_path / folder / "fees.csv")
    monkeypatch.setattr(settings, "LARGE", 0)
    assert_frame_equal(publish.load("fees", tmp_path / "of[1]"), publish.load("fees", PROCESSED))


@pytest.mark.parametrize("value", [float("inf"), 1e40])
def test_a_number_that_no_column_holds_is_told_with_its_table(value: float) -> None:
    fees = schema.for_analysis("fees", publish.load("fees", PROCESSED))
    with pytest.raises(schema.TableError, match=r"fees: .* cast value .* amount_yuan"):
        publish.to_csv("fees", fees.assign(amount_yuan=value))
