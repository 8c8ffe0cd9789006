#!/usr/bin/env python3
"""Run a gridgov command: python3 manage.py start, test, score …"""

import os
import sys

from gridgov import bootstrap

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridgov.settings")
    bootstrap.suit_any_terminal()
    if os.environ.get("GRIDGOV_NO_BOOTSTRAP") != "1":
        bootstrap.ensure(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
