"""The search engine on a small index of its own: finding, counting, keeping up, making anew."""

import itertools
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.search import Definition, Entry, Main, More, Range, Scope, keys, register, search, table
from servanda.core.search import store as store_module
from servanda.core.search.store import Busy, Store, store_of


@dataclass
class Shelf:
    """A feed and its things in memory: what stands on the shelf, and what happened to it."""

    things: dict[str, Entry] = field(default_factory=dict)
    happened: list[str] = field(default_factory=list)
    era: int = 1

    def put(self, key: str, text: str = "", language: str = "en", **fields: Any) -> None:
        texts = [Main(text, language), *fields.pop("more", [])]
        facts = {name: {code: {} for code in codes} for name, codes in fields.pop("facts", {}).items()}
        self.things[key] = Entry(key, texts, facts, {"title": f"{fields.pop('title', key)} {key}"}, fields)
        self.happened.append(key)

    def take_away(self, key: str) -> None:
        del self.things[key]
        self.happened.append(key)

    def now(self) -> list[int]:
        return [self.era, len(self.happened)]

    def since(self, position: list[int]) -> tuple[list[str], list[int]] | None:
        era, read = position
        return (self.happened[read:], self.now()) if era == self.era else None

    def entries(self, wanted: Sequence[str]) -> Iterable[Entry]:
        return (self.things[key] for key in wanted if key in self.things)


SHELF = Scope("shelf")


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    register(shelf_definition(shelf))
    return shelf


def shelf_definition(shelf: Shelf) -> Definition:
    return Definition(
        "shelf", ("colour", "size"), ("title",), lambda: list(shelf.things), shelf.entries, shelf, numbers=("year",)
    )


def found(query: str = "", **arguments: Any) -> list[str]:
    return search(query, scope=SHELF, **arguments).keys


def test_words_in_any_language_are_found(shelf: Shelf) -> None:
    """Feature 99: full-text search; feature 101: stems, phrases, operators."""
    shelf.put("a", "The prisons are full of women")
    shelf.put("b", "Las cárceles de mujeres", "es")
    shelf.put("c", "监狱过度拥挤", "zh-hans")
    shelf.put("d", "A school", more=[More("Women teach in prison", "en")])
    assert set(found("prison")) == {"a", "d"}
    assert found("carcel mujer") == ["b"]
    assert found("拥挤") == ["c"]
    assert found('"prisons full"') == []
    assert found('"women teach"') == ["d"]
    assert set(found("prison OR carcel")) == {"a", "b", "d"}
    assert found("prison NOT school") == ["a"]
    assert set(found("NOT prison")) == {"b", "c"}


def test_what_the_thing_is_about_comes_before_what_belongs_to_it(shelf: Shelf) -> None:
    shelf.put("a", "Something else", more=[More("prison", "en")])
    shelf.put("z", "prison and something")
    assert found("prison") == ["z", "a"]


def test_the_readers_language_comes_first(shelf: Shelf) -> None:
    shelf.put("a", "tortura", "es")
    shelf.put("b", "tortura", "fr")
    assert found("tortura", language="fr")[0] == "b"
    assert found("tortura", language="es")[0] == "a"


def test_no_phrase_reaches_from_one_text_into_the_next(shelf: Shelf) -> None:
    shelf.put("a", "ends with prison", more=[More("women begin", "en")])
    shelf.things["a"].texts.append(Main("women again", "en"))
    assert found('"prison women"') == []


def test_changes_are_taken_in_when_somebody_looks(shelf: Shelf) -> None:
    shelf.put("a", "prison")
    assert found("prison") == ["a"]
    shelf.put("a", "school")
    shelf.put("b", "prison")
    assert (found("prison"), found("school")) == (["b"], ["a"])
    shelf.take_away("b")
    assert found("prison") == []


def test_a_new_process_goes_on_where_the_last_stopped(shelf: Shelf) -> None:
    shelf.put("a", "prison")
    assert found("prison") == ["a"]
    folder = store_of(shelf_definition(shelf)).folder
    shelf.put("b", "prison")
    anew = Store(shelf_definition(shelf), folder)
    assert anew.searcher().num_docs == 2
    assert anew.state["position"] == [1, 2]


def test_another_process_writes_so_we_search_what_there_is(shelf: Shelf) -> None:
    shelf.put("a", "prison")
    assert found("prison") == ["a"]
    store = store_of(shelf_definition(shelf))
    with store._writer():
        shelf.put("b", "prison")
        assert found("prison") == ["a"]
        with pytest.raises(Busy), Store(store.definition, store.folder)._writer():
            pass
    assert set(found("prison")) == {"a", "b"}


def test_who_waits_for_the_first_index_in_vain_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PATIENCE", 0.01)
    shelf.put("a", "prison")
    store = store_of(shelf_definition(shelf))
    with store._writer(), pytest.raises(Busy):
        found("prison")
    assert found("prison") == ["a"]


def test_a_thread_that_takes_long_keeps_no_other_from_searching(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "SHORT_PATIENCE", 0.01)
    shelf.put("a", "prison")
    assert found("prison") == ["a"]
    shelf.put("b", "prison")
    with store_of(shelf_definition(shelf))._lock:
        assert found("prison") == ["a"]
    assert set(found("prison")) == {"a", "b"}


def test_a_deleted_or_broken_index_is_made_anew(shelf: Shelf) -> None:
    shelf.put("a", "prison")
    assert found("prison") == ["a"]
    folder = store_of(shelf_definition(shelf)).folder
    shutil.rmtree(folder)
    assert found("prison") == ["a"]
    (folder / "meta.json").write_text("torn")
    assert Store(shelf_definition(shelf), folder).searcher().num_docs == 1


def test_after_a_restore_the_index_is_read_anew(shelf: Shelf) -> None:
    shelf.put("a", "prison")
    assert found("prison") == ["a"]
    shelf.things.clear()
    shelf.put("b", "prison")
    shelf.era = 2
    assert found("prison") == ["b"]


def test_the_check_finds_what_differs_and_reindex_mends_it(shelf: Shelf) -> None:
    for key in "abc":
        shelf.put(key, "prison")
    store = store_of(shelf_definition(shelf))
    assert store.differences() == []
    shelf.things["a"].texts = [Main("changed behind our back", "en")]
    del shelf.things["b"]
    shelf.things["d"] = Entry("d", order={"title": "d"})
    assert store.differences() == ["a", "b", "d"]
    assert store.rebuild() == 3
    assert store.differences() == []


def test_the_scope_holds_for_list_counts_and_total(shelf: Shelf) -> None:
    for number in range(6):
        shelf.put(f"k{number}", "prison", facts={"colour": ["red" if number % 2 else "blue"], "size": ["big"]})
    result = search("", facets=["size", "colour"], scope=Scope("shelf", {"colour": ["red"]}))
    assert (result.count, result.total) == (3, 3)
    assert [(option.code, option.count) for option in result.facets["size"]] == [("big", 3)]


def test_pages_hold_everything_once_in_a_stable_order(shelf: Shelf) -> None:
    for number in range(23):
        shelf.put(f"k{number:02}", "prison", title="same")
    for sort in ("title", "relevance"):
        pages = [search("prison", page=page, size=5, sort=sort, scope=SHELF).keys for page in range(1, 6)]
        everything = list(itertools.chain.from_iterable(pages))
        assert everything == keys("prison", sort=sort, scope=SHELF)
        assert sorted(everything) == sorted(shelf.things)
    assert search("prison", page=99, size=5, scope=SHELF).page == 5


def test_a_range_holds_only_what_has_the_number(shelf: Shelf) -> None:
    shelf.put("a", year=2019)
    shelf.put("b", year=2020)
    shelf.put("c")
    assert found(filters={"year": Range(below=2020)}) == ["a"]
    assert found(filters={"year": Range(least=2019)}) == ["a", "b"]


COLOURS, SIZES = ["red", "blue", "green"], ["big", "small"]
things = st.lists(
    st.tuples(st.sets(st.sampled_from(COLOURS)), st.sets(st.sampled_from(SIZES), max_size=1)), max_size=12
)
choices = st.fixed_dictionaries(
    {"colour": st.lists(st.sampled_from(COLOURS), unique=True), "size": st.lists(st.sampled_from(SIZES), unique=True)}
)


@settings(max_examples=25)
@given(things=things, chosen=choices)
def test_counts_equal_the_list_for_every_choice(things: list, chosen: dict[str, list[str]]) -> None:
    """Feature 100: each option's count is the length of the list that it leads to."""
    shelf = Shelf(era=next(ERAS))
    register(shelf_definition(shelf))
    store_of(shelf_definition(shelf)).definition = shelf_definition(shelf)
    store_of(shelf_definition(shelf))
    for number, (colours, sizes) in enumerate(things):
        shelf.put(f"k{number}", facts={"colour": sorted(colours), "size": sorted(sizes)})
    Store(shelf_definition(shelf), store_of(shelf_definition(shelf)).folder).rebuild()
    result = search("", filters=chosen, facets=["colour", "size"], scope=SHELF)
    for facet, options in result.facets.items():
        for option in options:
            alone = chosen | {facet: [option.code]}
            assert len(keys("", filters=alone, scope=SHELF)) == option.count


ERAS = itertools.count(100)


def test_a_table_counts_two_facets_together(shelf: Shelf) -> None:
    shelf.put("a", facts={"colour": ["red", "blue"], "size": ["big"]})
    shelf.put("b", facts={"colour": ["red"], "size": ["small"]})
    assert table(["colour"], "size", scope=SHELF) == {"colour": {"red": {"big": 1, "small": 1}, "blue": {"big": 1}}}
