"""The browser that tests use finds what it is there to find."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import Watch, check_accessibility, keep_picture

pytestmark = pytest.mark.browser

FINE = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1><a href="/">Home page</a></main>'
BROKEN = FINE.replace("<main>", '<main><img src="data:,"><p style="color:#aaa;background:#fff">Too pale to read</p>')


def test_axe_finds_planted_barriers(page: Page) -> None:
    page.set_content(BROKEN)
    with pytest.raises(AssertionError, match=r"(?s)color-contrast.*image-alt"):
        check_accessibility(page)


def test_axe_leaves_a_sound_page_alone(page: Page) -> None:
    page.set_content(FINE)
    check_accessibility(page)


def test_planted_request_to_another_host_is_stopped_and_told(watch: Watch, page: Page) -> None:
    page.set_content('<img alt="" src="http://192.0.2.1/pixel.png">')
    assert "asked another host: http://192.0.2.1/pixel.png" in watch.faults
    watch.faults.clear()


def test_planted_script_error_is_told(watch: Watch, page: Page) -> None:
    page.set_content("<script>setTimeout(() => { throw new Error('planted') })</script>")
    page.wait_for_timeout(200)
    assert any("planted" in fault for fault in watch.faults)
    watch.faults.clear()


def test_a_page_that_is_gone_does_not_end_the_run(page: Page) -> None:
    page.close()
    assert keep_picture(page, "gone").startswith("no picture could be taken: ")
