"""What the tests of the public site share."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client


class Reader(HTMLParser):
    """The links of a page, and what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pieces: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attributes).get("href") or "")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces).split())


@pytest.fixture
def read(client: Client) -> Callable[..., Reader]:
    """Open a page as a visitor and read it; it must be there."""

    def opened(url: str, status: int = 200) -> Reader:
        response = client.get(url)
        assert response.status_code == status, url
        return Reader(response.content.decode())

    return opened
