"""Which requirements of Appendix A the title and the place of a standard suggest; the office ticks (tree §6.2)."""
