"""Visiting pages as somebody."""

from typing import Any

from django.test import Client
from django.urls import reverse


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, *args: Any, **query: Any) -> str:
    """The address of a page by its name, with what comes after the question mark."""
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(name, args=args) + (f"?{asked}" if asked else "")
