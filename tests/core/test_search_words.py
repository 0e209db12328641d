"""Words and what they are found under."""

import pytest

from servanda.core.search.excerpts import excerpt
from servanda.core.search.syntax import All, Any, Not, Words, plain_words, understand
from servanda.core.search.words import forms, tokens


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("prison", "prisons", "en"),
        ("detained", "detaining", "en"),
        ("educacion", "educación", "es"),
        ("MUJER", "mujeres", "es"),
        ("egalite", "l’Égalité", "fr"),
        ("prison", "prisons", "fr"),
        ("тюрьма", "тюрьмы", "ru"),
        ("ребенок", "ребёнок", "ru"),
        ("سجون", "والسجون", "ar"),
        ("التعليم", "للتعليم", "ar"),
        ("الأطفال", "الاطفال", "ar"),
        ("مُحاكمة", "محاكمة", "ar"),
        ("Łódź", "lodz", "xx"),
    ],
)
def test_a_word_is_found_in_its_other_forms(asked: str, written: str, language: str) -> None:
    """Feature 101: stems by language, accents folded, and the Arabic joined "and", article and preposition."""
    last = list(tokens(written, language))[-1].forms
    assert set(next(tokens(asked, language)).forms) & set(last)


@pytest.mark.parametrize(("one", "other"), [("prison", "prism"), ("law", "lawn"), ("mother", "moth")])
def test_another_word_is_not_found(one: str, other: str) -> None:
    assert not set(forms(one, "en")) & set(forms(other, "en"))


def test_each_chinese_character_is_a_word() -> None:
    assert [token.forms for token in tokens("监狱 CRPD", "zh")] == [("监",), ("狱",), ("crpd",)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("prison", Words("prison")),
        ("prison women", All((Words("prison"), Words("women")))),
        ("prison AND women", All((Words("prison"), Words("women")))),
        ("prison OR jail", Any((Words("prison"), Words("jail")))),
        ("a b OR c", Any((All((Words("a"), Words("b"))), Words("c")))),
        ("prison NOT women", All((Words("prison"), Not(Words("women"))))),
        ('"pretrial detention" (a OR b)', All((Words("pretrial detention"), Any((Words("a"), Words("b")))))),
        ("“pretrial detention”", Words("pretrial detention")),
        ("and or not", All((Words("and"), Words("or"), Words("not")))),
        ("§ 21 –", Words("21")),
        ("   ", None),
    ],
)
def test_what_was_typed_is_understood(typed: str, meant: object) -> None:
    understood = understand(typed)
    assert (understood.node, understood.misread) == (meant, False)


@pytest.mark.parametrize(
    "typed", ["(prison", "prison)", '"prison', "AND", "prison OR", "NOT", "prison AND OR women", "()"]
)
def test_what_is_not_understood_is_searched_as_plain_words(typed: str) -> None:
    understood = understand(typed)
    assert understood.misread
    assert understood.node == plain_words(typed)


def test_the_words_found_are_marked() -> None:
    pieces = excerpt("The State party should close its prisons at once.", "en", understand("prison NOT women").node)
    assert [piece.text for piece in pieces if piece.hit] == ["prisons"]
    assert "".join(piece.text for piece in pieces) == "The State party should close its prisons at once."


def test_a_long_text_is_cut_around_the_first_hit() -> None:
    text = "before " * 100 + "the overcrowded prison of Valdoro" + " after" * 100
    pieces = excerpt(text, "en", understand('"overcrowded prison"').node)
    joined = "".join(piece.text for piece in pieces)
    assert (joined[:8], joined[-7:]) == ("… before", "after …")
    assert len(joined) < 340
    assert [piece.text for piece in pieces if piece.hit] == ["overcrowded prison"]


def test_a_text_without_the_words_has_no_excerpt() -> None:
    assert excerpt("Train teachers.", "en", understand("prison").node) == []
