"""The bundled specimens: every cell as the published figures say, and the breaks that the agencies printed."""

import pytest

from expect import found, verdicts
from helpers.corpus.sources import Source
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.prove.content import Content
from plan import Figures, load_figures
from proof.bases import FIGURES, specimens

BROKEN = {
    "hongze_2023": {
        ("results", "review", "reconsideration", ""),
        ("results", "review", "litigation_after_review", ""),
    },
    "pingtan_2020": {
        ("outcomes", "requests", "", "natural_person"),
        ("outcomes", "requests", "", "total"),
    },
}
LARGEST = 150 * 1024


@pytest.fixture(scope="module")
def published() -> dict[tuple[str, int], Figures]:
    """Every cell by agency and year, as it was published."""
    return load_figures(FIGURES)


@pytest.fixture(scope="module", params=specimens(), ids=lambda source: source.path.stem)
def specimen(request) -> tuple[Source, Content]:
    """A specimen, and what was read in it."""
    return request.param, read_content(request.param.path, load_forms())


def test_there_is_a_specimen_for_every_published_report(published):
    assert {(source.agency, source.year) for source in specimens()} == set(published)


def test_every_cell_is_read_as_published(specimen, published):
    source, content = specimen
    assert found(content) == published[source.agency, source.year]
    assert all(each.row and each.column for each in content.figures)


def test_only_sums_that_the_agency_printed_wrong_are_broken(specimen):
    source, content = specimen
    broken = BROKEN.get(source.path.stem, set())
    assert verdicts(content, "wrong_in_print", "doubtful") == broken
    assert content.status == ("inconsistent" if broken else "verified"), content.message


def test_the_title_names_the_agency_and_the_year(specimen):
    source, content = specimen
    assert (content.agency, content.year) == (source.agency, source.year)


def test_the_first_page_says_that_it_is_a_specimen(specimen):
    from pypdfium2 import PdfDocument

    source, _ = specimen
    with PdfDocument(source.path) as document:
        assert "样张 SPECIMEN" in document[0].get_textpage().get_text_range()
    assert source.path.stat().st_size <= LARGEST
