"""The forms are data: equal to the code lists, refused where a file is broken, and extended by a file alone."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import printing as pr
from expect import assert_reads
from helpers.extract.report import read_content
from helpers.forms import FOLDER, Form, FormError, FormTable, load_forms
from printing import FORMS
from printing_pdf import print_pdf

YEAR_OF_TABLE = {"（年份）年度": "{year}年度"}


def code_list(name: str) -> list[dict[str, str]]:
    """A list of the codes, labels and identities of all forms, written down before the form files were."""
    with (Path(__file__).parent / "codes" / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def tables() -> Iterator[tuple[Form, FormTable]]:
    """The tables of the forms that the code lists hold; later forms are in no list but their own file."""
    listed = {each["form"] for each in code_list("rows.csv")}
    for form in (FORMS[code] for code in sorted(listed)):
        for table in form.tables.values():
            yield form, table


# Equal to the code lists


def test_rows_are_those_of_the_code_list():
    listed = [
        (
            each["form"], each["table"], int(each["order"]), each["row"], each["parent"], each["presence"],
            each["printed_under"], each["printed_label"].split(" | ")[0], each["english"],
        )
        for each in code_list("rows.csv")
    ]  # fmt: skip
    loaded = [
        (
            form.code,
            table.code,
            n,
            row.code,
            row.parent,
            row.presence,
            row.under,
            row.labels[0],
            row.english,
        )
        for form, table in tables()
        for n, row in enumerate(table.rows, start=1)
    ]
    assert sorted(loaded) == sorted(listed)


def test_variants_of_labels_stand_behind_those_of_the_code_list():
    for each in code_list("rows.csv"):
        listed = tuple(each["printed_label"].split(" | "))
        assert (
            FORMS[each["form"]].tables[each["table"]].row(each["row"]).labels[: len(listed)]
            == listed
        )


def test_columns_are_those_of_the_code_list():
    listed = set()
    rows = {(form.code, table.code): [row.code for row in table.rows] for form, table in tables()}
    for each in code_list("columns.csv"):
        label = YEAR_OF_TABLE.get(each["printed_label"], each["printed_label"])
        for row in rows[each["form"], each["table"]] if each["row"] == "*" else [each["row"]]:
            listed.add((each["form"], each["table"], row, each["column"], label, each["unit"]))
    loaded = {
        (form.code, table.code, row.code, column.code, column.labels[0], column.unit)
        for form, table in tables()
        for row in table.rows
        for column in table.columns_of(row.code)
    }
    assert loaded == listed


def test_what_stands_over_columns_and_in_unit_columns_is_that_of_the_code_list():
    for each in code_list("columns.csv"):
        table = FORMS[each["form"]].tables[each["table"]]
        column = next(column for column in table.columns if column.code == each["column"])
        unit = table.row(each["row"]).printed_unit if each["row"] != "*" else ""
        assert each["printed_under_or_unit"] == column.under or unit, each


def test_identities_are_those_of_the_code_list_fully_expanded():
    listed = {
        (
            each["form"],
            each["table"],
            each["rule"],
            _along(each["holds_in"]),
            *map(_terms, (each["left"], each["right"])),
        )
        for each in code_list("identities.csv")
    }
    loaded = {
        (form.code, table.code, rule.rule, rule.each, _flat(rule.left), _flat(rule.right))
        for form, table in tables()
        for rule in table.identities
    }
    assert loaded == listed


def _along(holds_in: str) -> str:
    return "row" if holds_in == "every row" else "column"


def _terms(text: str) -> frozenset[str]:
    parts = ("no_correction", "fee_unpaid", "other")
    text = text.replace(" (those printed)", "")
    text = text.replace(
        "closed_otherwise.*", " + ".join(f"closed_otherwise.{part}" for part in parts)
    )
    return frozenset(re.split(r" \+ | \| ", text))


def _flat(terms: tuple[tuple[tuple[str, ...], ...], ...]) -> frozenset[str]:
    return frozenset(code for ways in terms for way in ways for code in way)


def test_other_handling_is_one_row_or_its_three_parts():
    [ways] = [
        ways
        for rule in FORMS["national_2021"].tables["requests"].identities
        for ways in rule.left
        if rule.rule == "outcomes" and len(ways) > 1
    ]
    assert ways[0] == ("closed_otherwise",)
    assert ways[1] == (
        "closed_otherwise.no_correction",
        "closed_otherwise.fee_unpaid",
        "closed_otherwise.other",
    )


def test_a_sum_takes_the_parts_one_step_below_only():
    [answered] = [
        each
        for each in FORMS["annex_2014"].tables["annex"].identities
        if each.rule == "requests.answered"
    ]
    assert "requests.answered.refused" in _flat(answered.left)
    assert "requests.answered.refused.privacy" not in _flat(answered.left)


def test_years_of_the_forms():
    assert {code: form.years for code, form in FORMS.items()} == {
        "annex_2014": (2014, 2018),
        "national_2019": (2019, 2020),
        "national_2021": (2021, 9999),
        "annex_fujian": (2009, 2018),
        "return_2008": (2008, 2013),
        "return_shanghai": (2008, 2013),
    }


# A broken file

SMALL = """\
form: 'small'
chinese: 小表
english: Small form
source: made for this test
first_year: 2016
last_year: 2018
tables:
  annex:
    chinese: 小表
    english: Small table
    layout: down
    head: [指标名称]
    columns:
      - {column: value, labels: [统计数], english: This year}
    rows:
      - {row: received, labels: [收到申请数], english: Received}
      - {row: received.online, labels: [网上申请数], parent: received, english: Online}
      - {row: received.letter, labels: [信函申请数], parent: received, english: Letter}
    identities:
      - rule: received
        each: column
        left: ['received.*']
        right: [received]
"""


@pytest.fixture
def load(tmp_path):
    """Write a form file and load it."""

    def load(text: str) -> dict[str, Form]:
        (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
        return load_forms(tmp_path)

    return load


def test_the_small_form_is_whole(load):
    assert list(load(SMALL)) == ["small"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("form: 'small'\n", "", 1, "lacks the key 'form'"),
        ("source: made for this test", "sources: made for this test", 4, "unknown key 'sources'"),
        ("last_year:", "lastyear:", 6, "unknown key 'lastyear'"),
        ("first_year: 2016", "first_year: 2016\nfirst_year: 2017", 6, "'first_year' stands twice"),
        ("layout: down", "layout: sideways", 11, "layout 'sideways' is none of"),
        ("    head: [指标名称]", "    heading: [指标名称]", 12, "unknown key 'heading'"),
        ("head: [指标名称]", "head: 指标名称", 12, "head must be a list"),
        ("labels: [统计数]", "labels: []", 14, "labels must be a list"),
        ("labels: [收到申请数]", "labels: [2016]", 16, "put each in quotes"),
        ("labels: [收到申请数], ", "", 16, "lacks the key 'labels'"),
        ("english: Online", "englisch: Online", 17, "unknown key 'englisch'"),
        ("row: received.online", "row: received", 17, "'received' stands twice"),
        ("parent: received, english: Letter", "parent: recieved, english: Letter", 18, "parent names 'recieved'"),
        ("english: Received}", "presence: sometimes, english: Received}", 16, "presence 'sometimes' is none of"),
        ("english: Received}", "unit: euro, english: Received}", 16, "unit 'euro' is none of"),
        ("english: This year}", "unit: euro, english: This year}", 14, "unit 'euro' is none of"),
        ("english: This year}", "rows: [sent], english: This year}", 14, "rows names 'sent'"),
        ("each: column", "each: table", 21, "each 'table' is none of"),
        ("right: [received]", "right: [recieved]", 23, "names 'recieved'"),
        ("left: ['received.*']", "left: ['received.online.*']", 22, "names 'received.online.*'"),
        ("each: column", "each: row", 22, "no row or column"),
        ("rule: received", "rule: received\n        holds: always", 21, "unknown key 'holds'"),
        ("labels: [网上申请数]", "labels: [网上申请数", 17, "not valid YAML"),
        ("first_year: 2016", "first_year: '2016'", 5, "first_year must be a whole number"),
        ("    rows:\n", "    rows: received\n    lines:\n", 15, "rows must be a list"),
        ("{row: received, labels: [收到申请数], english: Received}", "received", 16, "a row must be a mapping"),
        ("  annex:\n", "  annex: nothing\n  other:\n", 8, "must be a mapping"),
        ("    rows:\n", "    rows: []\n    lines:\n", 16, "unknown key 'lines'"),
        ("    identities:\n", "    identities: none\n    more:\n", 19, "identities must be a list"),
        (SMALL[SMALL.index("    rows:") :], "    rows:\n", 15, "rows must be a list"),
        (SMALL[SMALL.index("tables:") :], "tables:\n", 7, "tables must be a mapping"),
        (SMALL, "", 1, "must be a mapping"),
        (SMALL, "- form\n- small\n", 1, "must be a mapping"),
    ],
)  # fmt: skip
def test_a_broken_form_is_refused_with_its_file_and_line(load, right, wrong, line, says):
    assert right in SMALL
    with pytest.raises(FormError) as caught:
        load(SMALL.replace(right, wrong, 1))
    message = str(caught.value)
    assert message.startswith(f"small.yaml, line {line}: ")
    assert says in message
    assert "\n" not in message


def test_two_files_for_one_form_are_refused(load, tmp_path):
    (tmp_path / "again.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(
        FormError, match=r"^small\.yaml, line 1: the form 'small' is defined by another file"
    ):
        load(SMALL)


def test_a_folder_without_forms_is_refused(tmp_path):
    with pytest.raises(FormError, match="holds no form"):
        load_forms(tmp_path)


# A new form is a new file


@pytest.fixture
def more_forms(tmp_path) -> Path:
    """A folder that holds a copy of every form of the project."""
    return Path(
        shutil.copytree(
            FOLDER, tmp_path / "forms", ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    )


def test_a_form_added_at_run_time_is_read(more_forms, tmp_path):
    text = (FOLDER / "national_2021.yaml").read_text(encoding="utf-8")
    text = text.replace("form: national_2021", "form: national_2031", 1).replace(
        "first_year: 2021", "first_year: 2031"
    )
    text = text.replace("8.属于行政查询事项", "8.属于其他法定查询渠道办理的事项")
    inquiry = next(line for line in text.splitlines(keepends=True) if "refused.inquiry" in line)
    archive = re.sub(
        "'8.*?'", "'9.已经移交国家档案馆'", inquiry.replace("refused.inquiry", "refused.archive")
    )
    text = text.replace(inquiry, inquiry + archive)
    (more_forms / "national_2031.yaml").write_text(text, encoding="utf-8")
    forms = load_forms(more_forms)

    printed = pr.report_on(forms["national_2031"], 2031)
    pr.break_before(printed, "requests", "refused.archive")
    content = read_content(print_pdf(printed, tmp_path / "report.pdf"), forms)
    assert_reads(content, printed)
    assert (content.form, content.year) == ("national_2031", 2031)
    assert ("requests", "refused.archive", "total") in printed.truth


def test_a_report_on_an_old_form_is_still_recognised_beside_a_new_one(more_forms, tmp_path):
    text = (
        (FOLDER / "national_2021.yaml")
        .read_text(encoding="utf-8")
        .replace("form: national_2021", "form: national_2031", 1)
    )
    (more_forms / "national_2031.yaml").write_text(
        text.replace("本年制发件数", "本年印发件数"), encoding="utf-8"
    )
    printed = pr.report("national_2021")
    content = read_content(print_pdf(printed, tmp_path / "report.pdf"), load_forms(more_forms))
    assert_reads(content, printed)
    assert content.form == "national_2021"


def test_a_label_added_as_a_variant_is_read(more_forms, tmp_path):
    path = more_forms / "national_2021.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("labels: [行政强制]", "labels: [行政强制, 依法采取的措施]"), encoding="utf-8"
    )
    printed = pr.report("national_2021")
    pr.relabel(printed, "行政强制", "依法采取的措施")
    file = print_pdf(printed, tmp_path / "report.pdf")
    assert_reads(read_content(file, load_forms(more_forms)), printed)
    assert read_content(file, FORMS).status == "incomplete"


def test_the_example_of_the_documentation_is_a_form(root, load):
    [example] = [
        block
        for block in re.findall(
            r"```yaml\n(.*?)```", (root / "docs" / "forms.md").read_text("utf-8"), re.DOTALL
        )
        if block.startswith("form:")
    ]
    assert load(example)["example"].tables["annex"].row("fees").unit == "yuan"
