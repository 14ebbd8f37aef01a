"""Where a failure is shown. A readout is a module with `show(run)`, loaded when it is wanted; none imports another."""

from __future__ import annotations

from typing import Final, NamedTuple


class Readout(NamedTuple):
    """One place where failures are shown, and the option that asks for it.

    Attributes:
        name: Of its option: `httpstatus_<name>`.
        module: Of this room; its `show(run)` does the work.
        default: `auto`, one of `auto`, `on` and `off`; empty where the option is the path of a file to write.
        help: The option's help text.
        signal: A variable of the environment without which `auto` is `off`.
        last: Whether it stands in the terminal, just above the short summary, and not at the end of the session.
        needs: A package that comes with the extra of the readout's name.
    """

    name: str
    module: str
    default: str
    help: str
    signal: str = ""
    last: bool = False
    needs: str = ""

    @property
    def metavar(self) -> str:
        return "auto|on|off" if self.default else "PATH"


READOUTS: Final = (
    Readout("summary", "terminal", "auto", "HTTP failures by cause, at the end: auto (from two failures on), on, off",
            last=True),
    Readout("github", "github", "auto", "step summary and annotations of GitHub Actions: auto (where it runs), on, off",
            signal="GITHUB_ACTIONS"),
    Readout("json", "jsonfile", "", "write the HTTP failures as one JSON document, also for `httpstatus report`"),
    Readout("html", "htmlpage", "", "write the HTTP failures as one page to look at (extra: html)", needs="jinja2"),
)  # fmt: skip


class Wanted(NamedTuple):
    """A readout that this run is to have. `choice` is `auto`, `on`, or the file's path."""

    readout: Readout
    choice: str
