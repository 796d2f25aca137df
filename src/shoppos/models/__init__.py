"""Nouns: what the things of a shop are."""
