"""Every public page: there, light, quick, the same for everybody, and asking the database no oftener for more rows."""

import gzip
import re
import statistics
import time
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation

from servanda.core.search.store import Busy, Store
from servanda.portal.urls import urlpatterns
from servanda.portal.views import maps
from servanda.publication.models import Snapshot
from tests.portal.samples import many, payload, publish
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
LIGHT = 60 * 1024  # bytes on the line, of a page with all that belongs to it
TEXT = 20 * 1024
DOCUMENT = "00000000-1111-4111-8111-000000000001"
OF_ONE_THING = {
    "recommendation": ["XAR-CAT-3-21"],
    "versions": ["XAR-CAT-3-21"],
    "version": ["XAR-CAT-3-21", 1],
    "action": ["act-41"],
    "institution": ["moj"],
    "document": [DOCUMENT],
    "indicator": ["occupancy"],
    "treaty": ["CAT"],
}
FILES = {"search-csv", "search-xlsx", "search-jsonl", "search-docx", "sitemap"}
PAGES = [pattern.name for pattern in urlpatterns if pattern.name not in FILES]


def address(name: str) -> str:
    return reverse(f"portal:{name}", args=OF_ONE_THING.get(name, []))


def everything(count: int) -> None:
    publish([payload(), *many(count)])
    publish([ACTION], "action")
    publish(
        [
            {
                "institution": {
                    "code": code,
                    "names": {"en": code},
                    "short_name": "",
                    "branch": "executive",
                    "level": "national",
                    "territory": None,
                    "parent": None,
                    "is_active": True,
                }
            }
            for code in ("moj", *(f"m{n}" for n in range(count // 10)))
        ],
        "institution",
    )
    publish([INDICATOR], "indicator")
    publish([TREATY], "treaty")
    publish(
        [
            document(DOCUMENT, "CAT/C/XAR/CO/1"),
            *(document(f"22222222-1111-4111-8111-{n:012}", f"S/{n}") for n in range(count // 20)),
        ],
        "document",
    )


def document(id_: str, symbol: str) -> dict:
    return {
        "document": {
            "id": id_,
            "symbol": symbol,
            "kind": "concluding_observations",
            "titles": {"en": "Observations"},
            "mechanism": "CAT",
            "mechanism_names": {"en": "Committee"},
            "session": 1,
            "cycle": None,
            "published_on": "2014-05-14",
            "language": "en",
            "source_url": "",
            "files": [{"id": id_, "name": "co.pdf", "language": "en", "size": 1234, "sha256": "0"}],
        }
    }


TREATY = {
    "treaty": {
        "code": "CAT",
        "kind": "convention",
        "names": {"en": "Convention against Torture"},
        "reporting_article": "19",
        "collection_number": "IV-9",
        "source": "",
        "order": 1,
        "protocol_to": "",
        "mechanism": "CAT",
        "mechanism_names": {"en": "Committee against Torture"},
        "adopted": "1984-12-10",
        "in_force": "1987-06-26",
        "status": "party",
    },
    "actions": [
        {
            "kind": "ratification",
            "year": 1989,
            "on": "1989-06-26",
            "articles": "",
            "texts": {},
            "source": "Gazette",
            "withdraws": None,
        }
    ],
}
ACTION = {
    "action": {
        "code": "act-41",
        "title": "Act 41",
        "description": "Bail.",
        "language": "en",
        "kind": "law",
        "progress": "completed",
        "starts_on": "2025-03-01",
        "ends_on": None,
        "legal_reference": "Act 41",
        "budget": None,
        "currency": "",
        "funded_share": None,
        "territory": None,
        "partners": "",
        "institution": {"code": "moj", "names": {"en": "Ministry of Justice"}},
        "milestones": [],
        "evidence": [],
    },
    "updates": [],
    "recommendations": [
        {"reference": "XAR-CAT-3-21", "how": "It does.", "plain_lines": {}, "wordings": {"en": "Act."}}
    ],
}
INDICATOR = {
    "indicator": {
        "code": "occupancy",
        "names": {"en": "Occupancy of prisons"},
        "type": "outcome",
        "unit": "per cent",
        "right": "",
        "attribute": "",
        "sdg_code": "16.3.2",
        "definition": "Persons held for each place.",
        "source": "Ministry",
        "method": "",
        "institution": None,
    },
    "values": [
        {
            "period": "2024",
            "number": "176",
            "missing_because": "",
            "territory": None,
            "disaggregation": {},
            "source": "Count",
            "is_corrected": True,
        },
        {
            "period": "2024",
            "number": "175",
            "missing_because": "",
            "territory": None,
            "disaggregation": {},
            "source": "Count",
            "is_corrected": False,
        },
        {
            "period": "2025",
            "number": None,
            "missing_because": "No count was made.",
            "territory": None,
            "disaggregation": {},
            "source": "",
            "is_corrected": False,
        },
        {
            "period": "2025",
            "number": "12",
            "missing_because": "",
            "territory": {"en": "Valdoro"},
            "disaggregation": {"sex": "female"},
            "source": "",
            "is_corrected": False,
        },
    ],
    "goalposts": [{"kind": "target", "period": "2030", "number": "100", "source": ""}],
}


@pytest.mark.parametrize("name", PAGES)
def test_it_is_there_without_account_cookie_or_script(client: Client, name: str) -> None:
    """Feature 96: public read access without an account; nothing of a visitor is kept or asked."""
    everything(30)
    response = client.get(address(name))
    assert response.status_code == 200
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    scripts = re.findall(r"<script[^>]*>", response.content.decode())
    assert [script for script in scripts if "ld+json" not in script] == []


@pytest.mark.parametrize("name", PAGES)
def test_it_is_there_before_anything_is_published(client: Client, name: str) -> None:
    wanted = 404 if name in OF_ONE_THING else 200
    assert client.get(address(name)).status_code == wanted


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_is_light(client: Client, language: str) -> None:
    """A page weighs at most 60 kB with its style and its mark, as it goes over the line; its text at most 20 kB."""
    everything(300)
    for name in PAGES:
        html = client.get(address(name).replace("/en/", f"/{language}/")).content
        weight = len(gzip.compress(html)) + sum(len(gzip.compress(content)) for content in belongings(html.decode()))
        assert weight < LIGHT, name
        assert len(gzip.compress(html)) < TEXT, name


def belongings(html: str) -> Iterator[bytes]:
    for found in re.findall(r'(?:href|src)="/static/([^"]+)"', html):
        with open(finders.find(found), "rb") as file:
            yield file.read()


def test_each_asks_as_often_for_few_rows_as_for_many(client: Client) -> None:
    everything(30)
    few = {name: len(queries_of(client, address(name))) for name in PAGES}
    Snapshot.objects.all().delete()
    everything(400)
    assert {name: len(queries_of(client, address(name))) for name in PAGES} == few
    assert max(few.values()) <= 6


@pytest.mark.slow
def test_it_is_quick_at_three_thousand(client: Client) -> None:
    """At most 100 ms in the middle and 250 ms for all but one in twenty, of the server's time for a page."""
    everything(3000)
    for name in PAGES:
        client.get(address(name))
    took = sorted(seconds(client, address(name)) for name in PAGES for _ in range(3))
    assert statistics.median(took) < 0.1
    assert took[len(took) * 95 // 100] < 0.25


def seconds(client: Client, url: str) -> float:
    started = time.process_time()
    client.get(url)
    return time.process_time() - started


def test_the_numbers_of_the_first_page_equal_their_lists(client: Client, read) -> None:
    """Each number is a link to its list, and equals it: shares, topics, progress, lateness."""
    everything(60)
    for page in ("home", "progress", "institutions"):
        for count, url in numbers(client.get(address(page)).content.decode()):
            assert found_on(client, url) == count, url


def numbers(html: str) -> list[tuple[int, str]]:
    """The links whose words begin or end with a number, to lists of recommendations; the number of a cycle is its name."""
    links = re.findall(r'<a [^>]*?href="(/en/recommendations/\?[^"]+)"[^>]*>(.*?)</a>', html)
    plain = [(re.sub(r"<[^>]+>", " ", words).strip(), url.replace("&amp;", "&")) for url, words in links]
    return [(int(number), url) for words, url in plain for number in re.findall(r"^\d+|(?<!Cycle )\d+$", words)[:1]]


def found_on(client: Client, url: str) -> int:
    html = client.get(url).content.decode()
    return int(re.search(r"<b>([\d,]+) recommendations?</b>", html)[1].replace(",", ""))  # type: ignore[index]


def test_numbers_are_read_from_links() -> None:
    assert numbers(
        '<a class="x" href="/en/recommendations/?a=1&amp;b=2"><b>12</b> x</a><a href="/en/recommendations/?c=1">y <i>7</i></a>'
    ) == [
        (12, "/en/recommendations/?a=1&b=2"),
        (7, "/en/recommendations/?c=1"),
    ]


def listed(client: Client, where: str) -> str:
    with translation.override("en"):  # the next test is not to find itself in another language
        return b"".join(client.get(where).streaming_content).decode()


def test_the_map_comes_in_parts_that_its_index_names(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(10)
    monkeypatch.setattr(maps, "A_PART", 10)
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall("<loc>http://testserver(/es/[^<]+)</loc>", index)
    assert parts == ["/es/sitemap.xml?page=1", "/es/sitemap.xml?page=2"]
    assert sorted(listed(client, part).count("<url>") for part in parts) == [7, 20]
    assert [client.get(f"/en/sitemap.xml?page={wrong}").status_code for wrong in ("3", "0", "x")] == [404] * 3
    assert index.count("<sitemap>") == 2 * 6


def test_robots_names_the_map_and_nothing_that_is_not_public(client: Client, settings) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text == "User-agent: *\nDisallow:\nSitemap: http://testserver/sitemap.xml\n"
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_map_lists_what_is_published_and_nothing_else(client: Client) -> None:
    everything(10)
    Snapshot.objects.filter(public_id="moj").update(withdrawn_at="2026-11-01T00:00Z", withdrawn_reason="x")
    text = listed(client, "/fr/sitemap.xml")
    assert text.count("<url>") == 10 + 11 + 1 + 1 + 1 + 1 + 1
    assert "http://testserver/fr/recommendations/XAR-CAT-3-21/" in text
    assert 'hreflang="ar" href="http://testserver/ar/recommendations/XAR-CAT-3-21/"' in text
    assert "institutions/moj/" not in text


def test_a_gap_of_an_indicator_is_a_gap_and_a_correction_is_shown(read) -> None:
    publish([INDICATOR], "indicator")
    text = read("/en/indicators/occupancy/").text
    assert "2025 No count was made." in text
    assert "Corrected since" in text
    assert "176" in text
    assert "female" in text


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [("action", ACTION, "Act 41"), ("indicator", INDICATOR, "Occupancy"), ("treaty", TREATY, "Torture")],
)
def test_actions_indicators_and_treaties_have_their_past_too(read, kind: str, content: dict, says: str) -> None:
    publish([content], kind)
    url = address(kind)
    assert "version 1, published" in read(f"{url}?as-of=2026-10-20").text
    assert says not in read(f"{url}?as-of=2020-01-01", status=404).text
    assert "could not be read" in read(f"{url}?as-of=soon").text


def test_while_the_first_index_is_made_it_asks_for_patience(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: Store) -> None:
        raise Busy

    monkeypatch.setattr(Store, "catch_up", busy)
    response = client.get(address("search"))
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_a_signed_in_visitor_gets_nothing_from_a_cache(client: Client) -> None:
    from tests.factories import person

    client.force_login(person())
    publish([payload()])
    assert client.get("/en/recommendations/XAR-CAT-3-21/")["Cache-Control"] == "no-store, private"


def test_taking_part_is_explained(read) -> None:
    """Feature 98: how to engage, and what is safe for whom."""
    text = read("/en/take-part/").text
    for words in (
        "Tell the secretariat",
        "If you could be in danger",
        "Universal Periodic Review",
        "Treaty bodies",
        "Special procedures",
    ):
        assert words in text, words


def test_progress_counts_what_nobody_has_assessed(read) -> None:
    """Feature 104: how far it is by mechanism, theme, institution and cycle, with "not assessed" in the denominator."""
    publish(many(50))
    text = read("/en/progress/").text
    for words in (
        "By mechanism",
        "By cycle of the UPR",
        "By lead institution",
        "By theme",
        "What is late",
        "Not assessed",
        "50 recommendations",
    ):
        assert words in text, words
