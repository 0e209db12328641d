"""Screens about institutions, people, and the seats that people hold in institutions."""
