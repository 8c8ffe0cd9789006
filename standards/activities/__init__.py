"""What the office does around its standards: plans, training, checks, findings, materials, people."""
