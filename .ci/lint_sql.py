"""
sqlfluff without Python's search for garbage, which took 40% of its time; it takes a gigabyte for that.

Usage: lint_sql.py lint, and whatever else sqlfluff takes.
"""

import gc

from sqlfluff.cli.commands import cli

gc.disable()
cli(prog_name="sqlfluff")
