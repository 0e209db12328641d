"""Screens about recommendations: entering one, editing its facts, classifying many."""
