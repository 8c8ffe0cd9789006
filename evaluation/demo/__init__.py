"""The demo: a fictitious city, its registry, self-evaluations and panels, entered through the services people use."""
