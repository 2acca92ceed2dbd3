"""Proposals, projects, initiatives, plans and systems."""
