"""The nouns for projects that extend us: what a hook is given and what it answers."""

from pytest_httpstatus._model import Dialect, Exchange, Finding, Hop, Request, Response

__all__ = ["Dialect", "Exchange", "Finding", "Hop", "Request", "Response"]
