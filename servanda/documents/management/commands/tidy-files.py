"""`servanda tidy-files`: what interrupted uploads left behind."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from servanda.documents import store
from servanda.documents.models import File

A_DAY = 24 * 3600


class Command(BaseCommand):
    help = "Remove stored bytes that no record names, older than a day, and name records whose bytes are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        places = set(File.objects.values_list("place", flat=True))
        left = store.forgotten(places, older_than=time.time() - A_DAY)
        for path in left:
            path.unlink()
        missing = [place for place in places if not store.path_of(place).exists()]
        self.stdout.write(f"{len(left)} left-over files removed, {len(missing)} files missing.")
        for place in missing:
            self.stdout.write(f"missing: {place}")
        if missing:
            raise SystemExit(1)
