"""Templates: every word for a reader can be translated, and nothing in them needs the policy to be loosened."""

import re
from html.parser import HTMLParser

from tests.guards.sources import assert_none, faults, line_at, templates

WITHOUT_TEXT = {"script", "style", "code", "kbd", "samp", "svg:defs"}
READ_ALOUD = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label"}
# Texts that stand in no catalogue.
ALLOWED = {
    "servanda/core/templates/500.html": "shown when nothing works any more, so it says it in six languages itself",
    "servanda/core/templates/gallery": "shows the components with sample texts; its own words are translated",
}
# Names that are the same in every language.
NAMES = {"Servanda", "CSV", "XLSX", "JSON", "PDF", "DOCX", "SDG", "UPR", "UHRI", "HTML", "SHA-256", "sha256"}
WORD = re.compile(r"[^\W\d_]{2,}")

TAG = re.compile(r"{%\s*(?P<name>\w+)(?P<rest>.*?)%}", re.DOTALL)
VARIABLE_ELEMENT = re.compile(r"</?{{\s*\w+\s*}}")  # <{{ heading }}>: the page decides its rank
LEFT_OUT = re.compile(
    r"{%\s*block\s+\w*class\w*\s*%}[^<>]*?{%\s*endblock\s*%}|"  # the name of a class is not for readers
    r"{%\s*comment.*?%}.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
# A literal in a tag with what stands before it: label="Save", _("Save"), value|date:"Y", or nothing.
LITERAL = re.compile(r"(?P<before>[\w.]+=|_\(|\|\w+:)?(?P<quote>[\"'])(?P<words>.*?)(?P=quote)")
SPOKEN = {"label", "title", "text", "heading", "hint", "caption", "summary", "message", "help", "legend", "missing"}
SENTENCE = re.compile(r"^[A-Z\u00c0-\u00dd][a-z]|\w \w")  # the first argument of a component often is what it says
OF_DJANGO = {
    "translate",
    "trans",
    "url",
    "include",
    "extends",
    "static",
    "load",
    "block",
    "if",
    "elif",
    "with",
    "for",
    "now",
}


def blank(text: str) -> str:
    """Nothing but its line ends, so that what stays keeps its line number."""
    return re.sub(r"[^\n]", " ", text)


class Reader(HTMLParser):
    """Collects what a reader would see or hear that no translation tag gave."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        silent = tag in WITHOUT_TEXT or ("translate", "no") in attributes
        self.inside.append(f"{tag}!" if silent else tag)
        spoken = {value for name, value in attributes if name in READ_ALOUD and value}
        if ("type", "submit") in attributes or ("type", "button") in attributes:
            spoken |= {value for name, value in attributes if name == "value" and value and tag == "input"}
        for text in spoken:
            self.note(text)
        if tag in {"input", "br", "img", "link", "meta", "hr", "source", "col", "wbr", "path", "rect", "use", "line"}:
            self.inside.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.inside and tag in [name.rstrip("!") for name in self.inside]:
            if self.inside.pop().rstrip("!") == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(name.endswith("!") for name in self.inside):
            self.note(data)

    def note(self, text: str) -> None:
        words = [word for word in WORD.findall(text) if word not in NAMES]
        if words and text.strip() not in NAMES:
            self.found.append((self.getpos()[0], " ".join(text.split())[:60]))


def untranslated(template: str, path: str) -> list[str]:
    reader = Reader()
    reader.feed(LEFT_OUT.sub(lambda part: blank(part[0]), VARIABLE_ELEMENT.sub("<x", template)))
    spoken = [(line_at(template, tag.start()), words) for tag in TAG.finditer(template) for words in said_by(tag)]
    return [f"{path}:{line}: not translated: {text}" for line, text in sorted(reader.found + spoken)]


def said_by(tag: re.Match[str]) -> list[str]:
    """The literals in a tag that a reader would see."""
    ours = tag["name"] not in OF_DJANGO and not tag["name"].startswith(("block", "end"))
    literals = [(literal["before"] or "", literal["words"]) for literal in LITERAL.finditer(tag["rest"])]
    named = [words for before, words in literals if before.rstrip("=") in SPOKEN and WORD.search(words)]
    return named + [words for before, words in literals if ours and not before and SENTENCE.search(words)]


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc\s*=)(?![^>]*type\s*=\s*[\"']application/(?:ld\+)?json)"
    r"|\son(?:click|change|submit|load|input|keydown|focus|blur|error)\s*=|javascript:|\shx-on\b",
    re.IGNORECASE,
)
UNSAFE = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off")
ELSEWHERE = re.compile(r"(?:src|href|action|hx-\w+)\s*=\s*[\"'](?:https?:)?//")
LEFT_RIGHT = re.compile(r"\balign=[\"']?(?:left|right)|class=[\"'][^\"']*\b(?:pull|float|text)-(?:left|right)\b")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)


def forbidden(pattern: re.Pattern[str], why: str):
    def guard(template: str, path: str) -> list[str]:
        plain = COMMENT.sub(lambda part: blank(part[0]), template)
        return [f"{path}:{line_at(plain, match.start())}: {why}: {match[0]}" for match in pattern.finditer(plain)]

    return guard


inline_code = forbidden(INLINE, "the policy forbids it inline")
unescaped = forbidden(UNSAFE, "not escaped")
other_hosts = forbidden(ELSEWHERE, "names another host")
sides = forbidden(LEFT_RIGHT, "a physical side")


def test_every_word_can_be_translated() -> None:
    found = faults(untranslated, templates())
    assert_none([fault for fault in found if not fault.startswith(tuple(ALLOWED))])


def test_no_inline_style_or_script() -> None:
    assert_none(faults(inline_code, templates()))


def test_everything_is_escaped() -> None:
    assert_none(faults(unescaped, templates()))


def test_no_other_host_is_named() -> None:
    assert_none(faults(other_hosts, templates()))


def test_no_physical_side() -> None:
    assert_none(faults(sides, templates()))


def test_there_are_templates_to_read() -> None:
    assert len(templates()) > 20


def test_planted_words_are_found() -> None:
    planted = """<h1>Our recommendations</h1>
<img alt="A picture" src="x.png"><p>{{ name }} was here</p>
{% button label="Save it" %}
<input type="submit" value="Send">
<p>{% if late %}late{% endif %}</p>
{% fact "Lead institution" %}"""
    assert [fault.split(":")[1] for fault in untranslated(planted, "x.html")] == ["1", "2", "2", "3", "4", "5", "6"]


def test_translated_words_are_left_alone() -> None:
    fine = """<h1>{% translate "Our recommendations" %}</h1>{% blocktranslate count n=n %}One day{% plural %}Days
{% endblocktranslate %}{# a note #}<a lang="es" translate="no">Español</a> · <span>{{ n }}</span><code>git log</code>
<input placeholder="{% translate "Words" %}" aria-label="{{ label }}"> CSV {% button label=_("Save") kind="primary" %}
{% fact _("Lead") %}{% day on "long" %}{% if name == "Servanda demo" %}{% endif %}{{ n|date:"Y M" }}"""
    assert untranslated(fine, "x.html") == []


def test_planted_inline_code_is_found() -> None:
    planted = """<p style="color: red">x</p>
<script>go()</script>
<a onclick="go()">x</a>
<a href="javascript:go()">x</a>"""
    assert [fault.split(":")[1] for fault in inline_code(planted, "x.html")] == ["1", "2", "3", "4"]
    assert inline_code('<script src="{% static "own.js" %}" defer></script>{# style="" #}', "x.html") == []


def test_planted_unescaped_text_is_found() -> None:
    planted = "{{ text|safe }}\n{% autoescape off %}{% endautoescape %}\n{{ text|truncatechars:3 | safe }}"
    assert len(unescaped(planted, "x.html")) == 3
    assert unescaped("{{ text|linebreaks }} {{ is_safe }}", "x.html") == []


def test_planted_other_host_is_found() -> None:
    assert len(other_hosts('<link href="https://fonts.example/a.css"><script src="//cdn.example/x.js">', "x.html")) == 2


def test_planted_side_is_found() -> None:
    assert len(sides('<td class="pull-right"><td align="left">', "x.html")) == 2
    assert sides('<td class="copyright number">', "x.html") == []
