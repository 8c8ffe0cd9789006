"""Pages of logging in and of 系统管理, one module per noun."""
