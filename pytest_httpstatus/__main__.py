"""`python -m pytest_httpstatus`."""

import sys

from pytest_httpstatus.cli import main

sys.exit(main(sys.argv[1:]))
