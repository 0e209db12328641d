"""What every visitor downloads stays small, and needs no other host."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles.finders import find

CSS_LIMIT, SCRIPT_LIMIT = 20_000, 15_000  # bytes, compressed


def content(name: str) -> bytes:
    return Path(find(f"servanda/{name}")).read_bytes()


def test_the_stylesheet_weighs_at_most_20_kb() -> None:
    assert len(gzip.compress(content("servanda.css"), 9)) <= CSS_LIMIT


def test_all_scripts_together_weigh_at_most_15_kb() -> None:
    folder = Path(find("servanda/servanda.js")).parent
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in folder.rglob("*.js")) <= SCRIPT_LIMIT


def test_the_public_frame_loads_no_script() -> None:
    layouts = Path(__file__).parents[2] / "servanda/core/templates/layouts"
    loading = sorted(layout.name for layout in layouts.glob("*.html") if "<script" in layout.read_text())
    assert loading == ["work.html"]


def test_the_stylesheet_asks_no_other_host_and_loads_no_font() -> None:
    css = content("servanda.css").decode()
    assert "@import" not in css
    assert "@font-face" not in css
    assert re.findall(r"url\(", css) == []


def test_the_script_keeps_nothing_but_the_key_switch_in_the_browser() -> None:
    script = content("servanda.js").decode()
    kept = re.findall(r"(?:localStorage|sessionStorage|indexedDB|document\.cookie)[^;]*", script)
    assert kept
    assert all("servanda-keys" in use for use in kept)
