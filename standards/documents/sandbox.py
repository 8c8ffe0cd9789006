"""The Jinja in which papers are written: it reads the context it is given and can do nothing else. Needs no Django."""

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .drawn import drawn

# What an office needs to lay out a paper. `range` and the like would let a template count for ever.
FILTERS = ("default", "d", "e", "escape", "first", "join", "last", "length", "count", "replace", "trim")
TESTS = ("defined", "undefined", "none", "equalto", "eq", "==", "ne", "!=", "in")


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """No globals, a few filters, no attributes of Python objects, no power and no repetition."""

    intercepted_binops = frozenset(["**", "*", "%"])

    def __init__(self, *, strict: bool = False, autoescape: bool = False):
        super().__init__(autoescape=autoescape, undefined=StrictUndefined if strict else Undefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS} | {"drawn": drawn}
        self.tests = {name: self.tests[name] for name in TESTS}

    def call_binop(self, context, operator, left, right):
        raise SecurityError(f"the operator {operator} is not allowed")

    def is_safe_attribute(self, obj, attr, value):
        return False

    def is_safe_callable(self, obj):
        return False
