"""What was said, by whom: quotations with their source, and two voices side by side."""

import datetime
from typing import Any

from django.template import Library
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component

register = Library()


@register.inclusion_tag("components/quotation.html")
def quotation(
    text: str,
    *,
    lang: str = "",
    by: str = "",
    date: datetime.date | None = None,
    symbol: str = "",
    paragraph: str = "",
    page: str | int = "",
    url: str = "",
    note: str = "",
    small: bool = False,
) -> dict[str, Any]:
    """What somebody else said, word for word, in the voice face, with its source under it.

    `lang`: language of the text. `by`: who said it. `symbol`, `paragraph`, `page`, `url`: where it can be checked.
    `note`: one more fact for the source line. `small`: for lists and cards.
    """
    return {
        "text": text, "lang": lang, "by": by, "date": date, "symbol": symbol, "paragraph": paragraph, "page": page,
        "url": url, "note": note, "small": small, "sourced": by or date or symbol or paragraph or page or note,
    }  # fmt: skip


@register.simple_block_tag(end_name="endsource_line")
def source_line(content: str) -> SafeString:
    """More links after a quotation: `{% source_line %}<a href="…">Cite</a>{% endsource_line %}`."""
    return component("source_line", content=content)


@register.simple_block_tag(end_name="endvoices")
def voices(content: str) -> SafeString:
    """Two or three voices of equal weight, side by side: holds `{% voice %}` tags and nothing else."""
    return component("voices", content=content)


@register.simple_block_tag(end_name="endvoice")
def voice(
    content: str,
    title: str,
    *,
    side: str = "state",
    level: str | None = None,
    detail: str = "",
    by: str = "",
    as_of: datetime.date | None = None,
    evidence: int | None = None,
    url: str = "",
    link: str = "",
    lang: str = "",
) -> SafeString:
    """One voice inside `{% voices %}`: its name, its own status, its words, who signs and as of when.

    `side`: state, nhri, society or un, which sets the edge. `level`, `detail`: see `{% status %}`. `evidence`: how many
    pieces. `url` and `link`: one link at the foot ("the State's reply"). The content is the voice's own text.
    """
    return component(
        "voice", content=content, title=title, side=side, level=level, detail=detail, by=by, as_of=as_of,
        evidence=evidence, url=url, link=link, lang=lang,
    )  # fmt: skip


@register.inclusion_tag("components/cite.html")
def cite(text: str, url: str, *, seen_on: datetime.date | None = None) -> dict[str, Any]:
    """How to cite the page: a ready sentence and the address that stays. `text`: author, title, version, date."""
    return {"text": text, "url": url, "seen_on": seen_on}
