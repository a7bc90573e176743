"""What the tests share: invented articles, the demo workspace, a browser, and the real material
where it is there.
"""

import contextlib
import datetime
import os
import re
import shutil
from pathlib import Path

import pytest

from monitor import cli
from monitor.article import Article
from monitor.corpus import Corpus
from monitor.workspace import Workspace

SHARED = Path(__file__).parents[2] / "shared" / "data"
NOTEBOOKS = [
    "01_what_arrived",
    "02_who_covers",
    "03_which_themes",
    "04_stance",
    "05_report",
    "06_coding",
    "07_cue_words",
]


@pytest.fixture(scope="session")
def shared():
    """Function from the name of a file or folder under the shared data to its path; skips where it
    is absent.
    """

    def path(name):
        if not (SHARED / name).exists():
            pytest.skip(
                f"needs shared/data/{name}, real material that is not part of this repository"
            )
        return SHARED / name

    return path


def article(number=1, **fields):
    """An invented article; `number` makes its text its own."""
    text = (
        f"BRUSSELS: NATO has no direct role in the dispute over island {number}, an official said on Monday.\n\n"
        f"“We call for restraint and talks on island {number},” said Secretary General Ida Brandt. "
        "“NATO is not a party.”\n\n"
        f"Fishing boats around island {number} stayed in harbour while the ministers met for the whole afternoon."
    )
    given = {
        "title": f"NATO stays out of island dispute {number}",
        "text": text,
        "outlet": ("Harbour Courier", "Veldmark Post")[number % 2],
        "date": datetime.date(2025, 10, 1) + datetime.timedelta(days=number),
        "date_rule": "column date",
        "authors": ("Ann Lee", "Bo Ek"),
        "url": f"https://courier.example/{number}",
        "source": f"week.jsonl, line {number}",
    }
    return Article(**{**given, **fields})


@pytest.fixture
def corpus(tmp_path):
    """A corpus with two batches of invented articles."""
    corpus = Corpus(tmp_path / "store")
    corpus.add([article(n) for n in range(1, 7)], batch="first")
    corpus.add([article(n) for n in range(7, 10)], batch="second")
    return corpus


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The workspace that `monitor demo` makes, with its report; made once for all tests, which only
    read it.
    """
    folder = tmp_path_factory.mktemp("demo") / "work space"
    assert cli.main(["demo", "--workspace", str(folder)]) == 0
    return Workspace(folder)


@pytest.fixture
def example():
    """A function for the first block of code under a heading of CONTRIBUTING.md."""
    guide = Path(__file__).parents[1] / "CONTRIBUTING.md"

    def block(heading, language):
        _, _, text = guide.read_text(encoding="utf-8").partition(f"### {heading}\n")
        return re.search(rf"```{language}\n(.*?)```", text, re.S)[1]

    return block


@pytest.fixture
def workspace(tmp_path):
    """An empty workspace."""
    return Workspace.create(tmp_path / "watch")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, driven by Playwright; skips where Chromium is not installed, but fails in
    CI.
    """
    chromium = shutil.which("chromium")
    if not chromium and not os.environ.get("CI_REQUIRE_BROWSER"):
        pytest.skip("needs Debian's chromium")
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    with (
        sync_playwright() as playwright,
        contextlib.closing(
            playwright.chromium.launch(
                executable_path=chromium, args=[*quiet, "--disable-sync", "--disable-quic"]
            )
        ) as chromium,
    ):
        yield chromium
