"""Make the pictures of docs/images/ anew, from a real run: the terminal, a step summary of GitHub, and the page.

Needs Chromium (`apt-get install chromium`), the extra `html`, and of the test group `flask`, `markdown-it-py`,
`playwright` and `requests`.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

# As a script it sees the folder of this file alone.
sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.examples import ROOT, environment, normalised  # see above

IMAGES: Final = ROOT / "docs" / "images"
WIDTH: Final = 960
SUITE: Final = {
    "conftest.py": """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.fixture
def user(api):
    return assert_status(requests.post(f"{api}/users", json={"mail": "ada@example.org"}), 201).json()
""",
    "test_profile.py": """
import pytest, requests
from pytest_httpstatus import assert_status

@pytest.mark.parametrize("page", ["settings", "orders", "invoices", "keys"])
def test_page(api, page):
    assert_status(requests.get(f"{api}/me?tab={page}"), 200)

@pytest.mark.parametrize("number", range(7))
def test_profile(api, number):
    assert requests.get(f"{api}/me").status_code == 200
""",
    "test_users.py": """
import requests
from pytest_httpstatus import assert_status

def test_name(user):
    assert user["name"] == "Ada"

def test_email(user):
    assert user["email"] == "ada@example.org"

def test_remove(user):
    pass

def test_last_user(api):
    assert_status(requests.get(f"{api}/users/9"), 200)
""",
    "test_report.py": """
import requests
from pytest_httpstatus import assert_status

def test_report(api):
    assert_status(requests.get(f"{api}/report"), 200)
""",
}
STYLE: Final = """
body { margin: 0; padding: 20px 24px; font: 15px/1.5 system-ui, sans-serif; background: #fff; color: #1f2328 }
pre, code { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace }
code { background: #818b981f; padding: .15em .35em; border-radius: 5px; overflow-wrap: anywhere }
pre { background: #f6f8fa; padding: 14px; border-radius: 6px } pre code { background: none; padding: 0 }
table { border-collapse: collapse } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left }
"""
DARK: Final = """
body { background: #0d1117; color: #e6edf3 } pre { background: none; margin: 0; padding: 0 } b { color: #ff7b72 }
"""


def ran(folder: Path) -> str:
    """Run the suite as GitHub Actions would; what the terminal shows from the readout on."""
    for name, source in {"pytest.ini": "[pytest]\n", **SUITE}.items():
        (folder / name).write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-ppytest_httpstatus.plugin", "-pdocs.served", "--tb=no", "--color=yes"]
    files = ("--httpstatus-github=on", "--httpstatus-html=report.html")
    ours = {
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "COLUMNS": "100",
    }
    kept = {name: value for name, value in environment(ours).items() if name != "NO_COLOR"}
    done = subprocess.run([*command, *files], cwd=folder, env=kept, capture_output=True, encoding="utf-8", check=False)  # noqa: S603  # our own suite
    lines = normalised(done.stdout).splitlines()
    begin = next(index for index, line in enumerate(lines) if "HTTP failures by cause" in line)
    end = next(index for index, line in enumerate(lines) if "short test summary info" in line)
    return "\n".join(lines[begin:end])


def terminal(printed: str) -> str:
    """A page with what a terminal shows, of whose signs the readout uses two: red and bold, and none."""
    marked = re.sub(r"(?:\x1b\[(?:31|1)m)+", "<b>", html.escape(printed))
    text = re.sub(r"\x1b\[0?m", "</b>", marked)
    return _page(f"<pre>{text}</pre>", STYLE + DARK)


def summary(markdown: str) -> str:
    """A page with a step summary, the first cause unfolded."""
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(normalised(markdown))
    return _page(rendered.replace("<details>", "<details open>", 1), STYLE)


def _page(body: str, style: str) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{body}"


def taken(pages: dict[str, Path], heights: dict[str, int]) -> None:
    """Take the pictures: of a page whole, or of its upper part."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path in pages.items():
            tab = browser.new_page(viewport={"width": WIDTH, "height": heights.get(name, 200)})
            tab.goto(path.as_uri())
            if name == "page":
                tab.locator("details").first.evaluate("each => each.open = true")
            tab.screenshot(path=IMAGES / f"{name}.png", full_page=name not in heights)
        browser.close()


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="httpstatus-pictures-") as name:
        folder = Path(name)
        (folder / "terminal.html").write_text(terminal(ran(folder)), encoding="utf-8")
        (folder / "summary.html").write_text(summary((folder / "summary.md").read_text("utf-8")), encoding="utf-8")
        pages = {"terminal": "terminal.html", "step-summary": "summary.html", "page": "report.html"}
        taken({name: folder / file for name, file in pages.items()}, {"step-summary": 900, "page": 1_240})
    for path in sorted(IMAGES.glob("*.png")):
        print(f"written: {path.relative_to(ROOT)}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
