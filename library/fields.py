"""Fields of our own: a list of choices, ticked in a form and kept as JSON."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ChoiceList(models.JSONField):
    """Any of several fixed words, in the order of `options` ((word, label), …); none is an empty list.

    The options belong to the code, not to the table: a new one needs no migration.
    """

    def __init__(self, *args: Any, options: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.options = list(options)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options,
            required=False,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = {word for word, _label in self.options}
        for word in value or ():
            if word not in known:
                raise ValidationError(_("“%(word)s” bukan salah satu pilihan."), params={"word": word})

    def labels(self, words: Iterable[str]) -> list[str]:
        """How the ticked words are called, in the order of the options."""
        chosen = set(words)
        return [str(label) for word, label in self.options if word in chosen]
