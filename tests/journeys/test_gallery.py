"""The gallery of components in a browser: in both directions, on a phone, in the dark, with keys, without a script."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "/{}/work/components/?frame={}"


@pytest.fixture(autouse=True)
def _demo(settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize(("language", "frame"), [("en", "work"), ("ar", "work"), ("en", "public"), ("ar", "plain")])
def test_every_component_is_accessible(page: Page, axe, language: str, frame: str) -> None:
    """Feature 125: the components hold every accessibility rule, in both directions of writing."""
    page.goto(ADDRESS.format(language, frame))
    for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour caught half-way
        axe(page)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh-hans"])
def test_nothing_hangs_over_the_edge_of_a_small_phone(page: Page, language: str) -> None:
    """At 320 px, and with 200 % text at 640 px, a page scrolls in one direction only."""
    page.goto(ADDRESS.format(language, "work"))
    for width, size in ((320, "100%"), (640, "200%")):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_language_switch_keeps_the_page(page: Page) -> None:
    """Features 124, 125: another language is the same page in it, mirrored for Arabic."""
    page.goto(ADDRESS.format("en", "public"))
    page.get_by_role("link", name="العربيّة").click()
    expect(page).to_have_url(re.compile(r"/ar/work/components/\?frame=public$"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    seal, menu = page.locator(".mark .seal").bounding_box(), page.locator(".menu-in").bounding_box()
    assert seal
    assert menu
    assert seal["x"] > menu["x"] + menu["width"]


def test_every_stop_of_the_tab_key_is_seen_and_not_covered(page: Page) -> None:
    """With the Tab key alone one always sees where one is."""
    page.goto(ADDRESS.format("en", "work"))
    page.mouse.click(2, 2)
    page.keyboard.press("Tab")
    stops = 0
    while page.evaluate("document.activeElement !== document.body") and stops < 400:
        state = page.evaluate(FOCUS)
        assert state["outlined"], state["what"]
        assert state["uncovered"], state["what"]
        stops += 1
        page.keyboard.press("Tab")
    assert stops > 100


FOCUS = """() => {
  const at = document.activeElement;
  const shown = at.closest(".row") && at.closest(".row-title") ? at.closest(".row") : at;
  const box = at.getBoundingClientRect();
  const middle = (start, length, most) => start + Math.min(length, most - start) / 2;
  const over = document.elementFromPoint(
    middle(box.x, box.width, innerWidth), middle(box.y, box.height, innerHeight));
  return {
    what: at.outerHTML.slice(0, 120),
    outlined: getComputedStyle(shown).outlineStyle !== "none" || getComputedStyle(at).outlineStyle !== "none",
    uncovered: !!over && (at.contains(over) || over.contains(at) || over.closest("label") !== null),
  };
}"""


def test_the_error_summary_takes_the_focus_and_leads_to_the_answers(page: Page) -> None:
    """Errors are met first, and each leads to its answer."""
    page.goto(ADDRESS.format("en", "work"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Choose who may see the files.").click()
    expect(page.locator("#wrong_visibility_0")).to_be_focused()


def test_a_long_list_is_filtered_without_losing_what_is_chosen(page: Page) -> None:
    """Terms are found by typing, accents and case aside."""
    page.goto(ADDRESS.format("en", "work"))
    picker = page.locator("[data-picker]").nth(2)
    picker.get_by_label("Find in this list").fill("GÓAL 16")
    expect(picker.locator(".choice-line:visible")).to_have_text(
        [re.compile("Conditions of detention"), re.compile("Goal 16")]
    )
    expect(picker.get_by_role("status")).to_have_text("Shown: 2 of 24. Chosen: 1.")


def test_words_are_counted_down(page: Page) -> None:
    """A limit of words is seen while one writes, and never cuts the text."""
    page.goto(ADDRESS.format("en", "work"))
    page.locator("#id_what_was_done").fill("one two three")
    expect(page.get_by_text("Words left: 117")).to_be_visible()
    page.locator("#id_what_was_done").fill("word " * 125)
    expect(page.get_by_text("Words too many: 5")).to_be_visible()


@pytest.fixture
def server(page: Page) -> dict:
    """The gallery's page, whose posts are answered as the test says and kept."""
    said: dict = {"status": 200, "version": 4, "posted": []}

    def answer(route: Route) -> None:
        if route.request.method == "GET":
            route.continue_()
            return
        said["posted"].append(route.request.post_data)
        route.fulfill(status=said["status"], json={"version": said["version"]})

    page.route("**/work/components/", answer)
    page.goto(ADDRESS.format("en", "work").partition("?")[0])
    return said


def test_a_text_is_saved_while_one_writes_and_a_lost_line_is_told_and_made_good(page: Page, server: dict) -> None:
    """What is written is on the server within seconds, under the version it belongs to."""
    sign = page.locator("[data-autosave-sign]")
    page.locator("#id_title").fill("Act 41 of 2025")
    expect(sign).to_have_text(SAVED, timeout=10_000)
    assert "version=3" in server["posted"][0]
    page.context.set_offline(True)
    page.locator("#id_title").press_sequentially("!")
    expect(sign).to_have_text(re.compile("^Not saved: no connection"), timeout=10_000)
    page.context.set_offline(False)
    expect(sign).to_have_text(SAVED, timeout=10_000)
    assert "title=Act+41+of+2025%21" in server["posted"][-1]
    assert "version=4" in server["posted"][-1]


SAVED = re.compile(r"^Saved \d\d:\d\d")


def test_a_text_that_somebody_else_changed_is_not_written_over(page: Page, server: dict) -> None:
    """The server's refusal is told, and saving by itself stops."""
    server["status"] = 409
    page.locator("#id_title").fill("Act 41 of 2025")
    expect(page.locator("[data-autosave-sign]")).to_have_text(re.compile("somebody else changed this"), timeout=10_000)
    page.locator("#id_title").fill("Act 42 of 2025")
    page.wait_for_timeout(6_000)
    assert len(server["posted"]) == 1


def test_long_work_tells_its_numbers_without_loading_the_page(page: Page) -> None:
    """The numbers of long work move by themselves, and the page is loaded anew at its end."""
    page.clock.install()
    page.goto(ADDRESS.format("en", "work"))
    answers = [
        '<section id="job" data-poll="/x/" data-every="3600">20 of 26</section>',
        '<section id="job">done</section>',
    ]
    page.route(
        re.compile(r"/(x|components)/$"), lambda route: route.fulfill(body=answers.pop(0), content_type="text/html")
    )
    page.clock.fast_forward(3_600_000)
    expect(page.locator("#job")).to_have_text("20 of 26")
    with page.expect_navigation():
        page.clock.fast_forward(3_600_000)
    expect(page.locator("#job")).to_contain_text("12 of 26")


def test_all_rows_are_selected_with_one_click(page: Page) -> None:
    """One thing is done to many recommendations at once."""
    page.goto(ADDRESS.format("en", "work"))
    page.get_by_label("Select all on this page").check()
    expect(page.locator("[data-pick]:checked")).to_have_count(2)
    expect(page.locator("[data-bulk-count]")).to_have_text("Selected: 2")
    page.locator("[data-pick]").first.uncheck()
    expect(page.locator("[data-bulk-count]")).to_have_text("Selected: 1")


def test_keys_can_be_listed_and_switched_off(page: Page) -> None:
    """Single keys help those who want them and can be turned off (WCAG 2.1.4)."""
    page.goto(ADDRESS.format("en", "work"))
    page.locator("h1").first.click()
    page.keyboard.press("/")
    expect(page.locator("[data-search]:visible")).to_be_focused()
    page.locator("h1").first.click()
    page.keyboard.press("?")
    page.get_by_label("Use the keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator("h1").first.click()
    page.keyboard.press("/")
    expect(page.locator("[data-search]:visible")).not_to_be_focused()


def test_without_a_script_nothing_is_missing(browser: Browser, live_server) -> None:
    """Every choice of every list can be made with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(ADDRESS.format("en", "work"))
    expect(page.locator("[data-picker] input:not([type=search]):visible")).to_have_count(4 * 24)
    expect(page.get_by_label("Find in this list")).to_have_count(4)
    assert not page.locator("[data-picker-find]").first.is_visible()
    page.locator(".facet summary").first.click()
    assert page.locator(".facet details .option").first.is_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator(".menu > summary").click()
    assert page.get_by_role("navigation", name="Main").is_visible()
    context.close()


def test_it_prints_on_a4_with_its_address_on_every_sheet(page: Page) -> None:
    """Feature 108: a printed page says what it is, from where and of which day; navigation stays off the paper."""
    import pypdfium2

    page.goto(ADDRESS.format("en", "public"))
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    for sheet in sheets:
        width, height = sheet.get_size()
        assert (round(width), round(height)) == (595, 842)
        text = sheet.get_textpage().get_text_bounded()
        assert "/en/work/components/" in text
        assert "printed 20" in text
        assert "Download all" not in text
        sheet.close()
    sheets.close()


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_nothing_is_cut_on_paper(page: Page, language: str) -> None:
    """Feature 108: on the width of an A4 sheet every table and every list is whole."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4_WITHIN_MARGINS, "height": 900})
    page.goto(ADDRESS.format(language, "public"))
    hidden = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.tagName !== 'TEXTAREA'"
        " && getComputedStyle(e).overflow !== 'visible' && e.clientWidth > 1"
        " && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)).map(e => e.className)"
    )
    assert hidden == []
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WITHIN_MARGINS + 1  # rounded


A4_WITHIN_MARGINS = 658  # CSS pixels: 210 mm less two margins of 18 mm


def test_forced_colours_keep_words_and_shapes(page: Page) -> None:
    """In a high-contrast mode every status still has its frame and its drawing."""
    page.emulate_media(forced_colors="active")
    page.goto(ADDRESS.format("en", "public"))
    pill = page.locator(".status").first
    assert pill.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"
    assert pill.locator("svg").is_visible()
