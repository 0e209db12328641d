"""The budgets of pages are measured on SQLite only: their world of 3,000 cannot be made on PostgreSQL yet (an open fault)."""

import os

collect_ignore_glob = ["test_*.py"] if os.environ.get("SERVANDA_TEST_DATABASE") else []
