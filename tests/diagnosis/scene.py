"""Where exchanges are made: a server that plays what it is told, and real servers, started when first asked for."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import requests

from tests.diagnosis.conftest import Stage, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.diagnosis.recorded import Recorded
    from tests.diagnosis.servers import Front


class Scene:
    """All that a case needs to make its exchange."""

    def __init__(self, stage: Stage, stack: ExitStack) -> None:
        self.stage = stage
        self.one = stage.one
        self._stack = stack
        self._fronts: dict[str, Front] = {}
        self._behind = 0

    @property
    def behind(self) -> int:
        """The port of the application behind the real servers."""
        if not self._behind:
            self._behind = self._stack.enter_context(_servers().run_behind())
        return self._behind

    def front(self, name: str) -> Front:
        """A real server; skips where it is absent."""
        if name not in self._fronts:
            run = getattr(_servers(), f"run_{name}")
            self._fronts[name] = self._stack.enter_context(run() if name == "squid" else run(self.behind))
        return self._fronts[name]

    def ask(self, name: str, method: str, path: str, **words: Any) -> requests.Response:
        """Ask through a real server, without following it."""
        return requests.request(method, f"{self.front(name).base}{path}", **({"allow_redirects": False} | words))

    def follow(self, method: str, path: str, hops: Mapping[str, tuple[int, str]], **words: Any) -> requests.Response:
        """Ask a stage that redirects: by path, the code and the target of each answer."""
        self.stage.answers.clear()
        for where, (code, target) in hops.items():
            page = (code, {"Location": target}, "") if 300 <= code < 400 else (code, {}, target)
            self.stage.play(where, *page)
        return self.stage.ask(method, path, **words)

    def recorded(self, answer: Recorded) -> requests.Response:
        """An answer of a server that cannot run here."""
        words = dict(answer.words)
        return self.one(words.pop("method", "GET"), answer.code, answer.fields, answer.body, **words)


def _servers() -> Any:
    from tests.diagnosis import servers  # late: pytest loads its fixtures first

    return servers


class Case(NamedTuple):
    """An exchange, and what may be said of it.

    Attributes:
        name: What happened, as the one who knows would say it.
        causes: The causes that name it, one of them first. Of an exchange that proves nothing, those that are true.
        expected: What the test asked for.
        make: Makes the exchange.
    """

    name: str
    causes: tuple[str, ...]
    expected: Any
    make: Callable[[Scene], Any]


def case(name: str, causes: str, expected: Any, make: Callable[[Scene], Any]) -> Case:
    return Case(name, tuple(causes.split()), expected, make)


@contextmanager
def open_scene() -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(stack.enter_context(serving()), stack)
