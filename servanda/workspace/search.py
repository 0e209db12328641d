"""The working index: recommendations with all that whoever reads the register may see of them, and finding in it by words.

It holds no report, action or assessment: those have readers of their own. Facets of the register are counted in
`facets.py`, from the database.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from servanda.core.search import Definition, Entry, Main, More, Scope, register, search
from servanda.publication.outbox import Outbox
from servanda.recommendations.models import Recommendation

KIND = "recommendation"
MOST = 100_000
WITH_TEXTS = ("wordings", "parts", "recommending_states", "classifications__term", "assignments__institution")


class FoundWords(NamedTuple):
    """Keys of recommendations, the best first. `misread`: the question was not understood and was read as plain words."""

    keys: list[str]
    misread: bool


def find_words(words: str, language: str) -> FoundWords:
    found = search(words, language=language, scope=Scope("work"), size=MOST, sort="relevance")
    return FoundWords([_id_of(key).replace("-", "") for key in found.keys], found.understood.misread)


def _id_of(key: str) -> str:
    return key.partition(":")[2]


def _keys() -> Iterable[str]:
    return (f"{KIND}:{pk}" for pk in Recommendation.objects.values_list("pk", flat=True).iterator())


def _entries(keys: Sequence[str]) -> Iterable[Entry]:
    wanted = [_id_of(key) for key in keys if key.startswith(f"{KIND}:")]
    rows = Recommendation.objects.filter(pk__in=wanted).select_related("document__mechanism")
    return (entry_of(recommendation) for recommendation in rows.prefetch_related(*WITH_TEXTS))


def entry_of(recommendation: Recommendation) -> Entry:
    return Entry(
        key=f"{KIND}:{recommendation.pk}",
        texts=list(_texts(recommendation)),
        order={"reference": f"{recommendation.reference} {recommendation.pk}"},
    )


def _texts(recommendation: Recommendation) -> Iterable[Main | More]:
    document = recommendation.document
    yield Main(f"{recommendation.reference} . {document.symbol} . {recommendation.number}", "")
    yield from (Main(w.text, w.language) for w in recommendation.wordings.all() if w.replaced_at is None)
    yield from (Main(line, language) for language, line in recommendation.plain_lines.items())
    yield from (More(text, language) for language, text in recommendation.position_explanations.items())
    yield from (More(title, language) for language, title in document.titles.items())
    yield from (More(state.name, "en") for state in recommendation.recommending_states.all())
    for classification in recommendation.classifications.all():
        if classification.decision == "confirmed":
            yield from (More(label, language) for language, label in classification.term.labels.items())
    for assignment in recommendation.assignments.all():
        if assignment.is_open:
            yield from (More(name, language) for language, name in assignment.institution.names.items())


WORK = register(
    Definition(name="work", facets=(), sorts=("reference",), keys=_keys, entries=_entries, feed=Outbox("work"))
)
