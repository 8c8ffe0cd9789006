"""How a form is laid out on `components/form_page.html`."""

from crispy_forms.helper import FormHelper


class CardForm:
    """Mixin: crispy draws the fields; the page draws the form tag, the buttons and the error summary."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.form_show_errors = True
        helper.error_text_inline = False
        return helper
