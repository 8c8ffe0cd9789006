"""Pages of 复审, 修改, 修订, another class, and former numbers."""
