"""Strategies, principles and how proposals answer them."""
