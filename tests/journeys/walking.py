"""What is walked: who opens which page about what, from the tables of tests/matrix; and what is looked at on a page."""

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

from babel import Locale
from playwright.sync_api import Page

from servanda.accounts.models import Person
from servanda.audit.models import Batch
from servanda.core.profile import profile
from servanda.documents.models import Document
from servanda.importers.models import SheetRow
from servanda.indicators.models import Indicator, Value
from servanda.institutions.models import Institution
from servanda.mechanisms.models import Mechanism
from servanda.publication.models import Snapshot
from servanda.taxonomy.models import Scheme, Term
from tests.matrix.expected import Target, Targets, expected, may_enter
from tests.matrix.principals import Principal
from tests.matrix.routes import Written, written_routes
from tests.matrix.world import KIND_OF, World

LANGUAGES, WIDTHS = ("en", "es", "ar"), (1280, 320)
ROLES = (
    "nobody", "own focal_point", "own alternate", "own validating_authority", "nhri author", "editor", "publisher",
    "administrator", "cso", "adviser", "parliament", "former focal point",
)  # fmt: skip

FILE, NO_PAGE = "a file, no page", "not offered: nobody has this page"
NO_FACTOR, FOR_MACHINES = "needs a second factor", "for search engines"
EXCUSED = {
    "core:health": "plain text for the operator's watch",
    "core:start": "leads to the public home",
    "gallery": "of the demonstration only; test_gallery.py walks it",
    "account_signup": NO_PAGE,
    "account_email": NO_PAGE,
    "account_email_verification_sent": NO_PAGE,
    "mfa_authenticate": NO_FACTOR,
    "mfa_deactivate_totp": NO_FACTOR,
    "mfa_view_recovery_codes": NO_FACTOR,
    "mfa_download_recovery_codes": NO_FACTOR,
    "workspace:register-file": FILE,
    "workspace:record-export": FILE,
    "importers:page": "the picture of a page of a document",
    "documents:download": FILE,
    "importers:spreadsheet-export": FILE,
    "importers:spreadsheet-rejected": FILE,
    "importers:spreadsheet-template": FILE,
    "portal:search-csv": FILE,
    "portal:search-docx": FILE,
    "portal:search-xlsx": FILE,
    "portal:search-jsonl": FILE,
    "uhri:repairs-csv": FILE,
    "workspace:register-thematic": FILE,
    "portal:sitemap": FOR_MACHINES,
    "robots": FOR_MACHINES,
    "sitemap-index": FOR_MACHINES,
}


class Visit(NamedTuple):
    """One page for one person. `kind`: the route, and what else makes it a page of its own (a step)."""

    principal: Principal
    line: Written
    target: Target

    @property
    def kind(self) -> str:
        return f"{self.line.name} {self.target.verb}".strip()

    def __str__(self) -> str:
        return f"{self.kind} ({self.target.note}) by {self.principal.label}"


def visits(world: World) -> Iterator[Visit]:
    """For each role each page that it may enter, about one thing; the things (so the states) rotate over the roles."""
    targets = Targets(world)
    pages = [line for line in written_routes().values() if line.read != "no" and line.name not in EXCUSED]
    for (turn, label), line in itertools.product(enumerate(ROLES), pages):
        principal = world.principal(label)
        if may_enter(principal, line):
            yield from _about_one_thing(principal, line, targets.of(line.about), turn)


def _about_one_thing(principal: Principal, line: Written, targets: list[Target], turn: int) -> Iterator[Visit]:
    by_verb: dict[str, list[Target]] = {}
    for target in targets:
        if expected(principal, line, target, "GET") in ("in", "gone"):
            by_verb.setdefault(target.verb, []).append(target)
    for offered in by_verb.values():
        yield Visit(principal, line, offered[turn % len(offered)])


def one_each(walked: list[Visit]) -> list[Visit]:
    """Each kind of page once, by the roles in turn."""
    by_kind: dict[str, list[Visit]] = {}
    for visit in walked:
        by_kind.setdefault(visit.kind, []).append(visit)
    return [some[turn % len(some)] for turn, some in enumerate(by_kind.values())]


FACTS = """() => {
  const own = (node) => {
    for (let up = node; up && up !== document.documentElement; up = up.parentElement)
      if (up.lang || up.matches("script, style, bdi, code, kbd, time, textarea, option[lang], .print-foot")) return false;
    return true;
  };
  const texts = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (own(walker.currentNode.parentElement)) texts.add(walker.currentNode.data.trim());
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    if (own(one)) for (const name of ["aria-label", "title", "placeholder", "alt"]) texts.add(one.getAttribute(name) || "");
  const html = document.documentElement;
  return {
    h1: document.querySelectorAll("h1").length, lang: html.lang, dir: html.dir, texts: [...texts],
    markup: document.documentElement.outerHTML.replace(/(csrfmiddlewaretoken" value=")[^"]*/g, "$1"),
  };
}"""
WIDER = """() => {
  const html = document.documentElement;
  if (html.scrollWidth <= innerWidth) return "";
  const over = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5);
  });
  return html.scrollWidth + " px: " + over.slice(0, 3).map((one) => one.outerHTML.slice(0, 90)).join(" | ");
}"""
DIRECTIONS = {"en": "ltr", "es": "ltr", "ar": "rtl"}


def faults_of_page(facts: dict[str, Any], language: str) -> list[str]:
    """One heading of the first level; the language and its direction."""
    found = []
    if facts["h1"] != 1:
        found.append(f"{facts['h1']} headings of the first level")
    if (facts["lang"], facts["dir"]) != (language, DIRECTIONS[language]):
        found.append(f"says lang={facts['lang']} dir={facts['dir']}")
    return found


def too_wide(page: Page, width: int) -> list[str]:
    """Nothing, or what makes the page scroll sideways at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    wider = page.evaluate(WIDER)
    return [f"wider than {width}: {wider}"] if wider else []


def left_in_english(english: list[str], other: list[str], content: set[str]) -> set[str]:
    """What of the interface reads the same on both pages, outside of everything that names its own language. What has fewer
    than two words besides the `content` is left out."""
    return {text for text in set(english) & set(other) if len(words_besides(text, content)) > 1}


def words_besides(text: str, content: set[str]) -> list[str]:
    for piece in content:
        text = text.replace(piece, "")
    return [word for word in text.split() if word.isalpha()]


def content_without_language() -> Iterator[str]:
    """Names of people and of the things that a State names in the languages it has, addresses, and the short texts that are
    stored without a language: what the product did not say."""
    yield from (str(person) for person in Person.objects.all())
    yield from SheetRow.objects.values_list("label", flat=True)
    for model in (Institution, Mechanism, Indicator):
        yield from (text for names in model.objects.values_list("names", flat=True) for text in names.values())
    for rows in (
        Document.objects.values_list("titles"),
        Scheme.objects.values_list("titles"),
        Term.objects.values_list("labels"),
    ):
        yield from (text for (texts,) in rows for text in texts.values())
    yield from Value.objects.exclude(missing_because="").values_list("missing_because", flat=True)
    yield from Value.objects.values_list("source", flat=True)
    for model in KIND_OF:
        yield from model.objects.exclude(reason="").values_list("reason", flat=True)
    yield from Snapshot.objects.exclude(withdrawn_reason="").values_list("withdrawn_reason", flat=True)
    yield from (str(batch.title) for batch in Batch.objects.all())
    yield from profile().data.get("contact", {}).values()
    yield from Locale("en").territories.values()  # some are spelt alike
