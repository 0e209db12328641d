"""The language of a text, by its script and its commonest words, as a BCP 47 tag; no model and no dependency.

A script that one language writes settles it. Among languages that share one, letters of their own or the commonest words
decide; a text of less than a sentence stays without a language.
"""

import re
from collections import Counter
from functools import lru_cache

SAMPLE = 6_000  # letters whose script is counted
FEWEST_WORDS = 3
_RANGES = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"), (0x0750, 0x077F, "arabic"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"),
    (0x0B80, 0x0BFF, "ta"), (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"),
    (0x3040, 0x30FF, "ja"), (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"), (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
)  # fmt: skip
_COMMON_WORDS = {
    "latin": {
        "en": "the and of to that with for in is on",
        "fr": "le la des et les dans que du une par pour",
        "es": "el la los las y para que del por una en",
        "pt": "o os as e para que do da dos das em não uma",
        "de": "der die das und den von mit für ist im zu",
        "it": "il di che gli della per una nel delle sono",
        "nl": "de het een van en voor met niet zijn dat",
        "sl": "in je na za so se ki da pri kot",
        "tr": "ve bir bu için ile olarak de da olan",
        "id": "yang dan di untuk dengan dari dalam ini pada",
        "sw": "na ya kwa wa za katika ni la kuwa",
    },
    "cyrillic": {
        "ru": "и в на по что для не с от как о к из а также",
        "uk": "і в на та що для не з від як у",
        "sr": "и у на да за је од са се који",
        "bg": "и в на да за от се с са по не",
    },
}
_OWN_LETTERS = {"arabic": (("ur", "ٹڈڑے"), ("fa", "پچژگ")), "cyrillic": (("uk", "іїєґ"), ("sr", "ђћџљњ"))}
SHARE_OF_OWN_LETTERS = 0.01


def language_of(text: str) -> str | None:
    """The language of the text, or None where it is too short or of none that is known here."""
    letters = [c for c in text[: SAMPLE * 2] if c.isalpha()][:SAMPLE]
    if not letters:
        return None
    scripts = Counter(map(script_of, letters))
    script = scripts.most_common(1)[0][0]
    if script == "zh" and scripts["ja"] > len(letters) / 20:
        return "ja"
    if script == "arabic":
        return _by_letters(script, letters) or "ar"
    return (_by_letters(script, letters) or _by_words(script, text)) if script in _COMMON_WORDS else script


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """latin, cyrillic, arabic, or the language that alone writes so."""
    code = ord(character)
    return next((script for first, last, script in _RANGES if first <= code <= last), "latin")


def is_right_to_left(character: str) -> bool:
    return script_of(character) in ("arabic", "he")


def _by_letters(script: str, letters: list[str]) -> str | None:
    counted = Counter(letters)
    for language, own in _OWN_LETTERS.get(script, ()):
        if sum(counted[c] for c in own) > len(letters) * SHARE_OF_OWN_LETTERS:
            return language
    return None


def _by_words(script: str, text: str) -> str | None:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {language: sum(words[w] for w in common.split()) for language, common in _COMMON_WORDS[script].items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= FEWEST_WORDS else None
