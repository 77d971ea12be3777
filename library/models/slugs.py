"""Addresses made from names."""

from django.db import models
from django.utils.text import slugify


def free_slug(model: type[models.Model], text: str) -> str:
    """A slug made from `text` that no other row of `model` has."""
    stem = slugify(text.replace("/", " "))[:200].strip("-") or "tanpa-nama"
    slug, number = stem, 1
    while model._default_manager.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
