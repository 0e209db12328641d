"""The picture of a page, and the place of a recommendation on it."""

import struct
from pathlib import Path

import pytest

from servanda.importers.reading import read_file
from servanda.importers.reading.limits import Refused
from servanda.importers.reading.page_images import locate, render_page
from tests.importers.reading.samples import upr_report


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return upr_report(tmp_path_factory.mktemp("images"))


def test_a_page_becomes_a_png_of_the_asked_width(report: Path) -> None:
    png = render_page(report, 2, 600)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert abs(width - 600) <= 1
    assert height > width


def test_an_absurd_width_is_cut(report: Path) -> None:
    width, height = struct.unpack(">II", render_page(report, 1, 10**6)[16:24])
    assert width * height <= 8_100_000


def test_a_page_that_does_not_exist_is_refused(report: Path) -> None:
    with pytest.raises(Refused) as refused:
        render_page(report, 99)
    assert refused.value.code == "no_such_page"


def test_every_recommendation_has_a_box_on_each_of_its_pages(report: Path) -> None:
    """Feature 15: the review screen marks a recommendation on the page of the original."""
    reading = read_file(report)
    for item, boxes in zip(reading.recommendations, locate(report, reading), strict=True):
        assert tuple(box.page for box in boxes) == item.pages, item.number


def test_boxes_are_points_and_fractions_of_the_page(report: Path) -> None:
    reading = read_file(report)
    (box,) = locate(report, reading)[0]
    assert 140 < box.left < 170
    assert 842 > box.top > box.bottom > 0
    fractions = box.as_fractions()
    assert all(0 <= value <= 1 for value in fractions.values())
    assert box.as_dict()["points"] == [round(v, 2) for v in (box.left, box.bottom, box.right, box.top)]
