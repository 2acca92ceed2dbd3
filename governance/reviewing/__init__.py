"""Sharing cases among reviewers, and reading their scores together. Pure: no Django here."""
