"""Somebody who has only a keyboard: Tab, Enter, Space, arrows and letters."""

from pathlib import Path

from playwright.sync_api import Page

SEEN = """() => {
  const stop = document.activeElement, box = stop.getBoundingClientRect();
  const top = document.elementFromPoint(
    box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height, 40) / 2);
  const ringed = [stop, stop.closest(".row")].some((part) => part && getComputedStyle(part).outlineStyle !== "none");
  const free = top && (stop.contains(top) || top.contains(stop) || stop.closest("label")?.contains(top));
  return ringed && free ? "" : (ringed ? "covered: " : "no outline: ") + stop.outerHTML.slice(0, 160);
}"""
MOST = 400  # presses of the Tab key on one page


class Keyboard:
    """What is looked for is a CSS selector, so that it is the same in every language. Wherever the focus stops it must be
    seen, and nothing may cover it. `presses`: how often a key was pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, key: str) -> None:
        self.presses += 1
        self.page.keyboard.press(key)

    def to(self, selector: str) -> None:
        """Tab on until the focus is there."""
        for _press in range(MOST):
            if self.page.evaluate("what => document.activeElement.matches(what)", selector):
                return
            self.press("Tab")
            unseen = self.page.evaluate(SEEN) if self.page.evaluate("document.activeElement !== document.body") else ""
            assert unseen == "", f"{self.page.url}: {unseen}"
        raise AssertionError(f"{self.page.url}: no way to {selector} by keyboard")

    def follow(self, selector: str, to: str) -> None:
        """Enter on a link or button, and wait for the page whose address matches."""
        self.to(selector)
        with self.page.expect_navigation(url=to):
            self.press("Enter")

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)
        self.presses += len(text)

    def tick(self, selector: str) -> None:
        self.to(selector)
        self.press("Space")
        assert self.page.evaluate("document.activeElement.checked"), selector

    def choose_radio(self, name: str, value: str) -> None:
        """Of a group of radio buttons only one is a stop of the Tab key; arrows go from one to the next."""
        self.to(f"input[type=radio][name={name}]")
        for _press in range(20):
            if self.page.evaluate("document.activeElement.value") == value:
                break
            self.press("ArrowDown")
        else:
            raise AssertionError(f"{self.page.url}: no {value} among {name}")
        if not self.page.evaluate("document.activeElement.checked"):
            self.press("Space")

    def attach(self, selector: str, file: Path) -> None:
        self.to(selector)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(file)
