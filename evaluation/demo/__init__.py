"""The demo: a fictitious city with its registry and two self-evaluations, entered through the services people use."""

from .loading import DemoAccounts, load_demo

__all__ = ["DemoAccounts", "load_demo"]
