"""Forms of logging in and of 系统管理: shape and choices; what must hold is kept by the services."""
