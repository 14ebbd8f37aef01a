"""Suites that never heard of us, all of whose tests fail: above each test stands what must be said, or nothing."""
