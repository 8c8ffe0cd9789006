"""Documents out: the papers an office shows, as Word to edit and as PDF to hand over (documents §2)."""
