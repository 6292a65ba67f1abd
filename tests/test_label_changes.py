"""A seeded part of the labels that `make proof` changes: none keeps its figures, and no misprint loses one."""

import zlib

import pytest

from printing import FORMS
from proof import bases, labels
from proof.changes import BESIDE, CHANGES, MISPRINTS, UNITS, Label

#: One case in so many is tried here.
ONE_IN = 160


def in_part(case: str) -> bool:
    return zlib.crc32(case.encode()) % ONE_IN == 0


@pytest.mark.parametrize("form", FORMS)
def test_no_label_that_was_changed_in_meaning_names_what_it_did_and_no_misprint_loses_a_figure(
    form,
):
    tried = [
        fate
        for how in labels.PRINTS
        for kinds in labels.try_base(f"{form}, {how}", in_part)
        for fate in kinds.values()
    ]
    assert [case for fate in tried for case in fate.cases] == []
    assert sum(fate.doubted for fate in tried) > 10
    assert sum(fate.read for fate in tried) > 1


@pytest.fixture(scope="module")
def national() -> bases.Base:
    return bases.load("national_2021, web")


def label(base: bases.Base, text: str) -> Label:
    return next(each for each in labels.labels(base) if each.text == text)


@pytest.mark.parametrize(
    ("text", "kind", "figures"),
    [
        ("第二十条第（一）项", "heading", 0),
        ("信息内容", "heading", 0),
        ("规章", "row", 3),
        ("现行有效件数", "column", 2),
        ("申请人情况", "group over columns", 175),
        ("法人或其他组织", "group over columns", 125),
        ("三、本年度办理结果", "group of rows", 154),
        ("（四）无法提供", "group of rows", 21),
        ("1.属于国家秘密", "row", 7),
        ("行政诉讼", "group over columns", 10),
    ],
)
def test_what_a_label_names_is_told_by_where_it_stands(national, text, kind, figures):
    found = label(national, text)
    assert (found.kind, len(found.keys)) == (kind, figures)


def test_a_label_that_keeps_its_figures_would_be_seen(national):
    fate = labels.Fate()
    labels._count_change(fate, national, label(national, "规章"), "规章", None)
    labels._count_change(fate, national, label(national, "规章"), "规 章", 100)
    assert (fate.verified, len(fate.cases)) == (2, 2)


def test_every_kind_of_change_and_of_misprint_finds_a_label():
    found = [labels.labels(bases.load(f"{form}, web")) for form in FORMS]
    texts = [each for part in found for each in part if each.kind not in ("unit", "heading")]
    idle = [
        kind
        for kinds in (CHANGES, MISPRINTS)
        for kind, changes in kinds.items()
        if not all(any(change(each, 2015) for each in texts) for change in changes)
    ]
    assert idle == []
    assert all(UNITS.values())
    assert all(BESIDE.values())
