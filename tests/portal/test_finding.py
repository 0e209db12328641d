"""The list of recommendations: words, filters, ways out, downloads."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from servanda.portal.asking import Asked
from tests.portal.samples import many, payload, publish

pytestmark = pytest.mark.django_db


def asked(address: str) -> Asked:
    return Asked.of(QueryDict(address))


def test_the_address_says_it_all_and_back() -> None:
    address = "q=prison&status=implemented&status=regressed&lead=moj&late=1&sort=document"
    assert asked(address).question == f"?{address}"


@pytest.mark.parametrize(
    "address",
    ["page=0", "page=-3", "page=x", "page=99999999999", "sort=evil", "late=yes", "status=", "q=%00", "page=²"],
)
def test_nonsense_in_the_address_is_left_out(client: Client, address: str) -> None:
    assert client.get(f"/en/recommendations/?{address}").status_code == 200


class TestAnything(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        publish(many(5))

    @settings(max_examples=80)
    @given(query=st.text(max_size=40), code=st.text(max_size=20))
    def test_nothing_that_is_typed_breaks_the_page(self, query: str, code: str) -> None:
        response = self.client.get("/en/recommendations/", {"q": query, "theme": code})
        assert response.status_code == 200


def test_a_list_is_read_page_by_page_and_whole(read) -> None:
    publish(many(120))
    pages = [references(read(f"/en/recommendations/?page={number}").links) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({reference for page in pages for reference in page}) == 120
    assert "120 recommendations of 120" in read("/en/recommendations/").text


def references(links: list[str]) -> list[str]:
    return [found[1] for link in links if (found := re.fullmatch(r"/en/recommendations/(XAR-[^/]+)/", link))]


def test_a_filter_is_set_and_lifted_by_links(read) -> None:
    """Feature 100: each option is a link with its count; a chosen one leads back."""
    publish(
        [
            payload("A-1"),
            payload(
                "A-2",
                document={"mechanism": {"code": "CRC", "kind": "treaty_body", "names": {"en": "Child committee"}}},
            ),
        ]
    )
    page = read("/en/recommendations/?q=act")
    assert "/en/recommendations/?q=act&mechanism=CRC" in page.links
    chosen = read("/en/recommendations/?q=act&mechanism=CRC")
    assert "1 recommendation of 2" in chosen.text
    assert chosen.links.count("/en/recommendations/?q=act") >= 2, "by its option, and by its chip"
    assert "/en/recommendations/?q=act&mechanism=CRC&mechanism=CAT" in chosen.links, "several of a group"


def test_words_are_marked_where_they_stand(client: Client) -> None:
    publish([payload(text="Close all prisons <now> & at once.")])
    html = client.get("/en/recommendations/?q=prison").content.decode()
    assert "Close all <mark>prisons</mark> &lt;now&gt; &amp; at once." in html


def test_words_found_in_what_was_done_are_shown(client: Client) -> None:
    from tests.portal.samples import update

    publish([payload(updates=[update(what_changed="312 people left the prison of Valdoro.")])])
    assert (
        "312 people left the <mark>prison</mark> of Valdoro."
        in client.get("/en/recommendations/?q=prison").content.decode()
    )


def test_what_is_not_understood_is_searched_as_words_and_says_so(read) -> None:
    publish([payload(text="Close all prisons.")])
    page = read("/en/recommendations/?q=(prison")
    assert "Searched as plain words" in page.text
    assert "1 recommendation of 1" in page.text


def test_where_nothing_is_found_less_is_offered_and_finds_as_many_as_it_says(client: Client, read) -> None:
    publish(many(60))
    html = client.get("/en/recommendations/?q=prison+unicorn&theme=Right+to+health&mechanism=CAT").content.decode()
    offers = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="num soft">(\d+)</span></li>', html)
    assert [words for _url, words, _count in offers] == ["any of these words", "the same filters without words"]
    for url, _words, count in offers:
        assert f"{count} recommendation" in read(url.replace("&amp;", "&")).text


def test_one_filter_too_many_can_be_lifted(client: Client) -> None:
    publish([payload("A-1")])
    html = client.get("/en/recommendations/?mechanism=CAT&year=1999").content.decode()
    assert "without this filter: 1999" in html
    assert "without this filter: Committee against Torture" not in html, "it would find nothing"


def test_a_part_of_a_chinese_text_is_found(read) -> None:
    publish(
        [
            payload(
                recommendation={
                    "wordings": [{"language": "zh-hans", "text": "减少监狱过度拥挤现象", "is_official": True}]
                }
            )
        ]
    )
    assert "1 recommendation of 1" in read("/en/recommendations/?q=监狱").text
    assert "any of these words" in read("/en/recommendations/?q=监狱拥挤").text


def test_late_means_past_its_day_and_not_finished(read) -> None:
    from tests.portal.samples import assessment, institution

    lead = institution("moj", "Ministry of Justice", due_on="2020-01-01")
    publish([
        payload("A-1", institutions=[lead]),
        payload("A-2", institutions=[lead], assessments=[assessment("implemented")]),
        payload("A-3", institutions=[institution("moj", "Ministry of Justice", due_on="2999-01-01")]),
        payload("A-4"),
    ])  # fmt: skip
    page = read("/en/recommendations/?late=1")
    assert [link for link in page.links if re.fullmatch(r"/en/recommendations/A-\d/", link)] == [
        "/en/recommendations/A-1/"
    ]
    assert "1 recommendation of 4" in page.text
