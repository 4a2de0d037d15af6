"""
Superset's settings, where they differ from its own.

Superset reads this file by the environment variable SUPERSET_CONFIG_PATH, which bi/start.py sets.
"""

import os
from pathlib import Path

from superset.config import TALISMAN_CONFIG

HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (HOME / "secret_key").read_text()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
# A dashboard asks for all of its charts at once, and SQLite takes one writer at a time.
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 30}}

# Nothing that was asked is kept, so that the next question after a build is answered from the new run.
CACHE_CONFIG = DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# Charts are drawn only when they come into view by default, so a screenshot or a print would lack some.
FEATURE_FLAGS = {"DASHBOARD_VIRTUALIZATION": False}

# A page loads from here only. Of what Superset allows besides, a picture on every page tells a tracker of it.
for source in ("img-src", "connect-src"):
    TALISMAN_CONFIG["content_security_policy"][source] = ["'self'", "blob:", "data:"]
