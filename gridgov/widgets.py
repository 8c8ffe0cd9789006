"""Widgets that the forms of every app share."""

from django import forms


class NativeDate(forms.DateInput):
    """The browser's own date field; it needs the ISO form."""

    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%Y-%m-%d")
