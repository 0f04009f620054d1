"""Loaded before Django's settings: the tests run in the test environment, whoever starts them."""

import os

os.environ["OUTTURN_ENVIRONMENT"] = "test"
