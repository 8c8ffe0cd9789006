"""What somebody has to do and when: worklist, calendar, mail (life cycle §5.6). Derived from dates, never stored."""
