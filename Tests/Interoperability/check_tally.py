"""Counting checks, for all that check something here."""

import contextlib


class Tally:
    """Counts checks and prints a line for each."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    @contextlib.contextmanager
    def check(self, title):
        try:
            yield
        except Exception as error:  # a check that cannot be made has failed, whatever stopped it
            self.failed += 1
            print(f"FAILED  {title}: {type(error).__name__}: {error}")
        else:
            self.passed += 1
            print(f"ok      {title}")


def require(condition, message):
    if not condition:
        raise AssertionError(message)
