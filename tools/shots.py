"""Pictures of pages as people see them: `./do shots ADDRESS…`, on a server that runs (`./do demo`)."""

import argparse
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import FLAGS
from tools.environment import find_chromium

WIDTHS = {"phone": 320, "desk": 1280}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./do shots", description=__doc__)
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS", help="http://localhost:8000/en/ …")
    parser.add_argument("--into", type=Path, default=Path("var/shots"), help="where the pictures go (var/shots)")
    parser.add_argument("--dark", action="store_true", help="with the dark scheme")
    parser.add_argument("--sign-in", metavar="E-MAIL:PASSWORD", help="as this person")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for name, width in WIDTHS.items():
            take(browser, name, width, chosen)


def take(browser: Browser, name: str, width: int, chosen: argparse.Namespace) -> None:
    """One picture of each address, the whole page, at this width."""
    scheme = "dark" if chosen.dark else "light"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    if chosen.sign_in:
        sign_in(page, chosen.addresses[0], *chosen.sign_in.split(":", 1))
    for address in chosen.addresses:
        page.goto(address)
        file = chosen.into / f"{file_name(address)}-{name}{'-dark' if chosen.dark else ''}.png"
        page.screenshot(path=file, full_page=True)
        print(file)
    context.close()


def sign_in(page, address: str, e_mail: str, password: str) -> None:
    parts = urlsplit(address)
    page.goto(f"{parts.scheme}://{parts.netloc}/en/account/login/")
    page.fill("[name=login]", e_mail)
    page.fill("[name=password]", password)
    page.click("main button")


def file_name(address: str) -> str:
    parts = urlsplit(address)
    return re.sub(r"\W+", "-", f"{parts.path}-{parts.query}").strip("-") or "start"


if __name__ == "__main__":
    main()
