"""Many recommendations with a life of their own, for tests of speed and of the number of queries.

Made by the product's commands, with drawn words and a fixed seed: documents of several mechanisms, leads, themes, actions,
updates and assessments in every state.
"""

import random
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from servanda.assignments.commands import accept, assign
from servanda.assignments.models import Assignment
from servanda.recommendations.commands import classify, enter
from servanda.recommendations.models import Recommendation
from tests import factories

WORDS = """ensure adopt strengthen protection children women detention judges training law policy budget access education health
housing water indigenous peoples minorities migrants torture prevention police courts prosecution victims reparation
discrimination equality persons disabilities data disaggregated independent institution resources regions rural""".split()
MECHANISMS = ("CAT", "CEDAW", "CRC", "CCPR", "CESCR", "UPR")
THEMES = tuple(f"Theme {n}" for n in range(1, 41))
STATES = (("KEN", "Kenya"), ("PRT", "Portugal"), ("URY", "Uruguay"), ("FJI", "Fiji"), ("CAN", "Canada"))
A_DOCUMENT = 60


class Many:
    """`count` recommendations and what belongs to them; `houses` of people who work on them."""

    @transaction.atomic
    def __init__(self, count: int, seed: int = 1) -> None:
        self.rnd = random.Random(seed)
        self.houses = [factories.House() for _ in range(12)]
        self.commission = factories.Commission()
        self.editor, self.publisher = factories.editor(), factories.publisher()
        self.terms = list(factories.scheme("themes", THEMES).terms.all())
        sizes = [min(A_DOCUMENT, count - start) for start in range(0, count, A_DOCUMENT)]
        self.recommendations = [r for n, size in enumerate(sizes) for r in self._document(n, size)]
        self._classify_and_assign()
        self._follow_up()

    def _document(self, n: int, size: int) -> list[Recommendation]:
        code = MECHANISMS[n % len(MECHANISMS)]
        kind = "upr" if code == "UPR" else "treaty_body"
        document = factories.document(
            symbol=f"{code}/C/XAR/CO/{n}", mechanism=factories.mechanism(code, kind), published_on=date(2008 + n % 18, 5, 14),
            cycle=n % 4 + 1 if code == "UPR" else None,
        )  # fmt: skip
        return [self._recommendation(document, code, place) for place in range(1, size + 1)]

    def _recommendation(self, document: Any, code: str, place: int) -> Recommendation:
        text = " ".join(self.rnd.choices(WORDS, k=self.rnd.randint(12, 60))).capitalize() + "."
        upr = code == "UPR"
        states = [{"iso3": i, "name": n} for i, n in self.rnd.sample(STATES, 2)] if upr else []
        position = self.rnd.choice(["supported", "noted"]) if upr else ""
        facts = {"states": states, "position": position, "order": place}
        return enter(document=document, number=f"{place}", wordings={"en": text}, by=self.editor, **facts)

    def _classify_and_assign(self) -> None:
        for place in range(0, len(self.recommendations), 25):
            some = self.recommendations[place : place + 25]
            classify(recommendations=some, add=self.rnd.sample(self.terms, 2), by=self.editor)
            house = self.rnd.choice(self.houses)
            due = date(2026, 1, 1) + timedelta(days=self.rnd.randint(0, 700))
            if place % 100:
                assign(recommendations=some, institution=house.institution, role="lead", due_on=due, by=self.editor)
        for assignment in Assignment.objects.filter(state="proposed").select_related("institution")[::2]:
            house = next(h for h in self.houses if h.institution == assignment.institution)
            accept(assignment=assignment, by=house.focal_point)

    def _follow_up(self) -> None:
        for n, recommendation in enumerate(self.recommendations[::10]):
            house = self.houses[n % len(self.houses)]
            action = factories.action(
                house, answers=[recommendation, self.rnd.choice(self.recommendations)], title=f"Act {n}"
            )
            factories.moved(
                action, house, to=self.rnd.choice(["draft", "submitted", "approved", "published", "published"])
            )
            if n % 3 == 0:
                factories.published(factories.update(house, recommendation=recommendation), house)
            if n % 2 == 0:
                level = self.rnd.choice(["implemented", "not_started", "regressed", "in_progress_limited"])
                factories.published(
                    factories.assessment(house.focal_point, house.institution, of=recommendation, level=level), house
                )
