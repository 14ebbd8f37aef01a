"""Suites that were not written for us, run with and without the plugin and compared; run by `make neutral`."""
