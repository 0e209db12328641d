"""What the gallery shows: invented content of the Republic of Arandia."""

import datetime
import tomllib
from pathlib import Path

WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("samples.toml").read_text(encoding="utf-8"))

TODAY = datetime.date(2026, 11, 24)
DAYS = {
    "adopted": datetime.date(2024, 5, 14),
    "passed": datetime.date(2026, 6, 30),
    "yesterday": datetime.date(2026, 11, 23),
    "soon": datetime.date(2026, 12, 4),
    "as_of": datetime.date(2026, 9, 30),
    "published": datetime.date(2026, 10, 14),
    "first": datetime.date(2025, 3, 1),
    "today": TODAY,
    "now": datetime.datetime(2026, 11, 24, 10, 42, tzinfo=datetime.UTC),
}

COUNTS = {
    "implemented": 6,
    "in_progress_substantial": 5,
    "in_progress_limited": 9,
    "not_started": 7,
    "regressed": 2,
    "no_longer_applicable": 1,
    "insufficient_information": 3,
    "not_assessed": 2,
}
