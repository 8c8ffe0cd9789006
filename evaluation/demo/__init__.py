"""The demo: a fictitious city with its registry and two self-evaluations, entered through the services people use."""
