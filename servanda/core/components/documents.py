"""Documents: a page of the original with the place marked, and two texts compared."""

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = Library()

# Words, spaces and signs, each by itself; each Chinese character counts as a word of its own.
TOKENS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|.")


@register.inclusion_tag("components/document_page.html")
def document_page(
    image_url: str,
    *,
    title: str,
    page: int,
    pages: int | None = None,
    boxes: Sequence[Any] = (),
    width: int = 595,
    height: int = 842,
    before_url: str = "",
    after_url: str = "",
    original_url: str = "",
    text: str = "",
) -> dict[str, Any]:
    """One page of a document as a picture, with boxes around what is meant.

    `boxes`: mappings with `x`, `y`, `width`, `height` as fractions of the page from its upper left corner, and if
    wanted `label`, `url`, `current`. `width`, `height`: the picture's size, so that nothing jumps. `text`: the page's
    text for those who can't see the picture.
    """
    return {
        "image_url": image_url, "title": title, "page": page, "pages": pages,
        "boxes": [_placed(box) for box in boxes], "width": width, "height": height,
        "before_url": before_url, "after_url": after_url, "original_url": original_url, "text": text,
    }  # fmt: skip


def _placed(box: Any) -> dict[str, Any]:
    """The box with its numbers as SVG reads them: with a point in every language."""
    return dict(box) | {name: f"{box[name]:.4f}" for name in ("x", "y", "width", "height")}


def changes(old: str, new: str) -> Iterable[tuple[str, str]]:
    """The two texts as one, in order: ("same" | "del" | "ins", piece), word by word."""
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    taken, added = "", ""
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[a:b]), "".join(after[c:d])
        if what != "equal" or (left.isspace() and (taken or added) and b < len(before)):
            taken, added = taken + left, added + right  # a space between two changes belongs to them
            continue
        yield from ((kind, text) for kind, text in (("del", taken), ("ins", added), ("same", left)) if text)
        taken, added = "", ""
    yield from ((kind, text) for kind, text in (("del", taken), ("ins", added)) if text)


def _marked(pieces: Iterable[tuple[str, str]], *shown: str) -> SafeString:
    """The pieces of the kinds to be shown, in order; spaces around a piece stay outside its mark."""
    return format_html_join("", "{}", ((_mark(kind, text),) for kind, text in pieces if kind in shown))


def _mark(kind: str, text: str) -> SafeString | str:
    if kind == "same":
        return text
    words = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return format_html(f"{{}}<{kind}>{{}}</{kind}>{{}}", before, words, after) if words else text


@register.inclusion_tag("components/marked_changes.html")
def marked_changes(old: str, new: str, *, lang: str = "") -> dict[str, Any]:
    """What changed from `old` to `new`, in one text: taken out is struck, added is underlined."""
    return {"text": _marked(changes(old, new), "same", "del", "ins"), "lang": lang}


@register.inclusion_tag("components/compare.html")
def compare(old: str, new: str, *, old_title: str, new_title: str, lang: str = "") -> dict[str, Any]:
    """Two versions of a text beside each other, with what changed marked in each."""
    pieces = list(changes(old, new))
    return {
        "old": _marked(pieces, "same", "del"), "new": _marked(pieces, "same", "ins"), "old_title": old_title,
        "new_title": new_title, "lang": lang, "same": old == new,
    }  # fmt: skip
