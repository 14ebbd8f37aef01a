"""Sets of status codes by the names that clients give them, and their shortest spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL: Final = frozenset(range(100, 1000))
CLASS: Final = {n: frozenset(range(n * 100, n * 100 + 100)) for n in range(1, 6)}
UNDER_400: Final = CLASS[2] | CLASS[3]
"""What `ok` and `raise_for_status` take for success; a 1xx is no final answer."""

_STRICTER: Final = {
    "raise_for_status": {"httpx": CLASS[2], "httpx2": CLASS[2]},
    "ok": {"playwright": CLASS[2]},
}
_PREDICATES: Final = {
    "ok": UNDER_400,
    "raise_for_status": UNDER_400,
    "is_success": CLASS[2],
    "is_error": CLASS[4] | CLASS[5],
    "is_redirect": CLASS[3],
    "is_informational": CLASS[1],
    "is_client_error": CLASS[4],
    "is_server_error": CLASS[5],
}


def predicate(name: str, kind: type | None = None) -> frozenset[int] | None:
    """The codes that meet a property or method of this name, where a response of class `kind` has one."""
    root = kind.__module__.partition(".")[0] if kind is not None else ""
    return _STRICTER.get(name, {}).get(root, _PREDICATES.get(name))


def spelled(codes: frozenset[int]) -> str:
    """A set of codes in the shortest spelling of the grammar."""
    whole = codes & frozenset(range(100, 600))
    missing = frozenset(range(100, 600)) - whole
    if len(missing) <= 3 and missing:
        return " & ".join(f"!{code}" for code in sorted(missing))
    classes = [n for n, members in CLASS.items() if members <= whole]
    rest = sorted(whole.difference(*(CLASS[n] for n in classes)))
    return " | ".join([*(f"{n}xx" for n in classes), *_runs(rest)])


def _runs(codes: list[int]) -> Iterator[str]:
    run: list[int] = []
    for code in codes:
        if run and code != run[-1] + 1:
            yield from _run(run)
            run = []
        run.append(code)
    yield from _run(run)


def _run(codes: list[int]) -> list[str]:
    return [f"{codes[0]}-{codes[-1]}"] if len(codes) > 2 else [str(code) for code in codes]
