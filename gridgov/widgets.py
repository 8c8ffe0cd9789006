"""Widgets that the forms of every app share."""

from django import forms


class NativeDate(forms.DateInput):
    """The browser's own date field; it needs the ISO form."""

    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class NativeTime(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%H:%M")


class NativeMoment(forms.DateTimeInput):
    """The browser's own field for day and time; it needs the ISO form with a T."""

    input_type = "datetime-local"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")
