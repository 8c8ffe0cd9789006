"""Password rules with sentences that say what to change (GB/T 34300 7.2: 一人一密码)."""

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError


class LengthValidator:
    """At least `min_length` characters."""

    def __init__(self, min_length: int = 10):
        self.min_length = min_length

    def validate(self, password, user=None):
        if len(password) < self.min_length:
            raise ValidationError(f"密码只有 {len(password)} 位，至少要 {self.min_length} 位。", code="short")

    def get_help_text(self):
        return f"至少 {self.min_length} 位。"


class MixtureValidator:
    """Letters and digits or signs together."""

    def validate(self, password, user=None):
        if not any(c.isalpha() for c in password) or all(c.isalpha() for c in password):
            raise ValidationError("密码要同时有字母和数字（或符号）。", code="plain")

    def get_help_text(self):
        return "同时有字母和数字（或符号）。"


class OwnNameValidator:
    """The user's own name is no password."""

    def validate(self, password, user=None):
        names = [getattr(user, "username", ""), getattr(user, "name", ""), getattr(user, "phone", "")]
        if any(len(name) > 2 and name.lower() in password.lower() for name in names):
            raise ValidationError("密码里不能含有自己的用户名、姓名或电话。", code="own_name")

    def get_help_text(self):
        return "不含自己的用户名、姓名和电话。"


class CommonValidator(CommonPasswordValidator):
    """Not one of the well-known passwords."""

    def get_error_message(self):
        return "这个密码太常见，容易被猜到，请换一个。"

    def get_help_text(self):
        return "不是常见密码。"
