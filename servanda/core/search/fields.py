"""The fields of an index in tantivy, and how an entry fills them."""

from collections.abc import Iterable

import tantivy

from servanda.core.search.definition import Definition, Entry, Main, More
from servanda.core.search.words import LANGUAGES, language_of, tokens

GAP = 100  # words between two texts, so that no phrase reaches from one into the other


def text_field(weight: type[Main | More], language: str) -> str:
    return f"{weight.__name__.lower()}_{language}"


def schema_of(definition: Definition) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    for language in LANGUAGES:
        builder.add_text_field(text_field(Main, language), tokenizer_name="raw")
        builder.add_text_field(text_field(More, language), tokenizer_name="raw")
    for facet in definition.facets:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    for sort in definition.sorts:
        builder.add_text_field(f"by_{sort}", tokenizer_name="raw", index_option="basic", fast=True)
    for number in definition.numbers:
        builder.add_unsigned_field(number, indexed=True, fast=True)
    return builder.build()


def document_of(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", entry.key)
    document.add_text("digest", entry.digest)
    for facet, codes in entry.facts.items():
        for code in codes:
            document.add_text(facet, code)
    for sort, value in entry.order.items():
        document.add_text(f"by_{sort}", value)
    for name, number in entry.numbers.items():
        document.add_unsigned(name, number)
    for name, words in _words_by_field(entry.texts).items():
        document.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", words))
    return document


def _words_by_field(texts: Iterable[Main | More]) -> dict[str, list[tantivy.Token]]:
    fields: dict[str, list[tantivy.Token]] = {}
    for text in texts:
        language = language_of(text.language)
        words = fields.setdefault(text_field(type(text), language), [])
        start = words[-1].position + GAP if words else 0
        words += [
            tantivy.Token(form, start + token.place, token.start, token.end)
            for token in tokens(text.text, language)
            for form in token.forms
        ]
    return fields
