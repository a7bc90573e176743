"""Report and notebooks as they are met: in a real Chromium."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import NOTEBOOKS, article
from nbconvert import HTMLExporter

from monitor.loaders import load
from monitor.report import write_report
from monitor.stance import latest
from monitor.workspace import Workspace


@pytest.fixture(scope="module")
def report(demo):
    (page,) = demo.reports.glob("report_*.html")
    return page.as_uri()


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_report_fits_the_screen_and_asks_nothing_from_anywhere(browser, report, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report)
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unfold(page)
    assert (
        page.locator("figure svg:visible").count() == page.locator("figure:visible").count() >= 12
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def unfold(page):
    page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")


def test_the_sections_are_reached_by_keyboard_and_the_tables_open(browser, report):
    page = browser.new_page()
    page.goto(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Outlets"
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.flat figure svg").first.is_visible()
    page.close()


def test_a_figure_leads_to_the_passages_behind_it(browser, report, demo):
    page = browser.new_page()
    page.goto(report)
    unfold(page)
    link = page.locator("table.cross a[href^='#passages?']").first
    assert re.search(r"\d+% of \d+ passages?; overall \d+%", link.get_attribute("title"))
    link.click()
    shown = page.locator("#passages tbody tr:visible")
    wanted = dict(
        urllib.parse.parse_qsl(
            urllib.parse.urlsplit(link.get_attribute("href")).fragment.split("?")[1]
        )
    )
    assert shown.count() > 0
    assert all(
        wanted["outlet"] in text and wanted["position"] in text for text in shown.all_inner_texts()
    )
    shown.first.locator("a").click()
    row = page.locator("#articles tr:target")
    assert wanted["outlet"] in row.inner_text()
    head = page.locator("#articles thead").bounding_box()
    assert row.bounding_box()["y"] >= head["y"] + head["height"] - 1, "not below the header"
    assert row.locator("td").first.evaluate("cell => getComputedStyle(cell).backgroundColor") != (
        page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    )
    page.locator("#articles").get_by_role("button", name="Back").click()
    page.wait_for_function("location.hash.startsWith('#passages?')")
    # Who uses the keyboard goes on where the link was.
    page.wait_for_function("document.activeElement.closest('#passages tbody')")
    page.locator("#passages input").fill("no such words anywhere")
    assert page.locator("#passages [role=status]").inner_text().startswith("0 of ")
    page.locator("#passages").get_by_role("button", name="Show all").click()
    assert shown.count() == len(demo.corpus().table("stance"))
    page.locator("#passages").get_by_role("button", name="Tone").click()
    tones = page.locator("#passages tbody tr td:nth-child(3)").all_inner_texts()
    assert tones == sorted(tones, key=str.lower)
    page.close()


def test_a_mark_of_a_chart_leads_to_the_passages_behind_it(browser, report):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report)
    mark = page.locator("figure.small a[*|href^='#passages?']").first
    assert re.fullmatch(
        r".+ – <?\d+%, elsewhere <?\d+%(, significant)?", mark.locator("title").text_content()
    )
    for _ in range(2):
        mark.click()
        page.locator("#passages tbody tr:visible").first.wait_for()
        assert "of 173 shown – " in page.locator("#passages [role=status]").inner_text()
        page.get_by_role("button", name="Show all").click()
    page.close()


def test_a_page_without_sources_has_no_link_into_them(browser, demo):
    page = browser.new_page()
    page.goto(write_report(demo, notebook="04_stance").as_uri())
    assert page.locator("figure svg a").count() > 0
    assert page.locator("figure a[*|href^='#']").count() == 0
    page.close()


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(browser, address, scheme="light", within=None, rules=None):
    """What axe finds on the page with everything unfolded; of long tables, whose rows are alike, in
    the first rows.
    """
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    unfold(page)
    page.evaluate(
        "for (const row of document.querySelectorAll('tbody tr:nth-child(n+9)')) row.remove()"
    )
    options = {"rules": {"color-contrast": {"enabled": True}}, "runOnly": rules or RULES}
    found = Axe().run(page, within, options=options).response["violations"]
    context.close()
    return [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found]


def test_axe_finds_no_barrier(browser, report):
    assert barriers(browser, report) == []


@pytest.fixture(scope="module")
def real_report(shared, tmp_path_factory):
    """Address of the report of some 318 real articles of 2010 to 2019."""
    workspace = Workspace.create(tmp_path_factory.mktemp("real") / "watch")
    articles = [item for path in sorted(shared("nato").glob("201*.jsonl")) for item in load(path)]
    workspace.corpus().add(articles, batch="2010s")
    return write_report(workspace).as_uri()


def test_axe_finds_no_barrier_in_a_report_of_real_articles(browser, real_report):
    assert barriers(browser, real_report) == []


WORDS = """() => [...document.querySelectorAll("figure svg")].filter(svg => svg.clientWidth)
.flatMap(svg => [...svg.querySelectorAll("text")].map(text => {
    const [words, frame] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
    const out = words.left < frame.left - 1 || words.right > frame.right + 1;
    const scale = frame.width / svg.viewBox.baseVal.width;
    return [text.textContent, out, parseFloat(getComputedStyle(text).fontSize) * scale];
}))"""


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_words_in_charts_of_real_articles_are_whole_and_large_enough(browser, real_report, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(real_report)
    unfold(page)
    texts = page.evaluate(WORDS)
    page.close()
    assert len(texts) > 100
    assert [words for words, out, _ in texts if out or words.endswith("…")] == []
    assert min(size for *_, size in texts) >= 11


def test_the_first_screen_answers_and_the_page_is_short_light_and_quick(browser, real_report):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(real_report)
    assert page.locator(".opening").bounding_box()["height"] < 800
    assert page.locator("figure.small svg").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * 800
    assert page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart") < (
        4000  # two seconds, on a machine that does nothing else
    )
    assert len(page.content()) < 3_000_000
    page.close()


def test_a_finger_finds_what_it_can_press(browser, report):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * 844
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("nav a, summary, .behind")].filter(
            part => part.getClientRects().length).map(part => part.getBoundingClientRect().height)"""
    )
    page.close()
    assert len(sizes) > 20
    assert min(sizes) >= 43.5


def test_dark_pages_keep_their_contrast(browser, report):
    assert barriers(browser, report, "dark", rules=["color-contrast"]) == []


def test_hostile_articles_run_nothing(browser, workspace):
    script = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
    text = article().text.replace("island", script)
    hostile = [
        article(
            title=script, outlet=script, url="javascript:window.ran=1", text=text, authors=(script,)
        )
    ]
    workspace.corpus().add(hostile, batch=script)
    page = browser.new_page()
    page.goto(write_report(workspace).as_uri())
    unfold(page)
    assert page.evaluate("window.ran") is None
    assert page.locator("a[href^='javascript']").count() == 0
    page.close()


def test_it_prints_with_numbered_sources_and_without_what_needs_a_screen(browser, report):
    page = browser.new_page()
    page.goto(report)
    page.emulate_media(media="print")
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert not page.locator("nav").is_visible()
    assert not page.locator("details.sources").first.is_visible()
    assert page.locator("p.search:visible").count() == 0
    assert page.locator("table.receipt").is_visible()
    numbers = page.locator("blockquote:visible .cited").all_inner_texts()
    assert numbers[0].strip() == "[1]"
    assert page.locator("section.cited li").count() == len(set(numbers)) > 5
    page.close()


@pytest.fixture(scope="module")
def lab(demo):
    """Address of a JupyterLab that serves the demo workspace, as `monitor lab` starts it but
    without a window.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [
        f"--ServerApp.root_dir={demo.path}",
        f"--port={port}",
        "--no-browser",
        "--allow-root",
    ]
    options += ["--ServerApp.token=", "--LabApp.news_url="]
    folders = {
        name: str(demo.path / ".lab") for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR")
    }
    settings = (
        demo.path / ".lab" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    )
    settings.parent.mkdir(parents=True)
    # Else JupyterLab takes the cells that are scrolled away out of the page, and the tests could
    # not see them.
    settings.write_text('{"windowingMode": "none"}')
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options], env={**os.environ, **folders}, **silent
    ) as server:
        for _ in range(240):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=2).close()
                break
            time.sleep(0.25)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def run_all(page, address):
    """Open a notebook in JupyterLab and run it to its last cell."""
    page.goto(f"{address}?reset", timeout=60_000)
    page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Restart Kernel and Run All Cells").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    last = "[...document.querySelectorAll('.jp-CodeCell')].at(-1)"
    done = f"() => {last}.querySelector('.jp-OutputArea-output')"
    page.wait_for_function(done, timeout=90_000)
    assert (
        page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
        == 0
    )


EDITORS = {"dark": ("#1f1f1f", "#cccccc", "#4daafc"), "light": ("#ffffff", "#3b3b3b", "#005fb8")}


@pytest.mark.parametrize("theme", EDITORS)
def test_outputs_can_be_read_without_the_style_of_jupyterlab(browser, demo, tmp_path, theme):
    """As in VS Code, which gives them its own colours of background, words and links, no more."""
    (notebook,) = demo.reports.glob("report_*.ipynb")
    background, words, links = EDITORS[theme]
    style = f"body {{ background: {background}; color: {words}; width: 900px }}"
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    page = tmp_path / "outputs.html"
    page.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><style>{style} a {{ color: {links} }}</style>"
        + "".join(output["data"]["text/html"] for output in outputs),
        encoding="utf-8",
    )
    assert barriers(browser, page.as_uri(), rules=["color-contrast"]) == []
    opened = browser.new_page(viewport={"width": 940, "height": 900})
    opened.goto(page.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= 940
    assert opened.locator("figure svg:visible").count() >= 12
    assert opened.get_by_text("set the parameters in its first cell").is_visible()
    opened.close()


def code_cells(path):
    return [
        cell
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_opens_and_runs_from_top_to_bottom_in_jupyterlab(
    browser, lab, demo, tmp_path, name
):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    path = demo.notebooks / f"{name}.ipynb"
    run_all(page, f"{lab}/lab/tree/notebooks/{path.name}")
    assert page.locator(".jp-OutputArea figure, .jp-OutputArea table").count() >= 2
    assert re.search(r"Corpus version", page.locator(".jp-Notebook").inner_text())
    assert page.locator(".jp-CodeCell .jp-InputArea-editor:visible").count() == 0
    assert "choice.show" not in page.locator(".jp-Notebook").inner_text()
    page.get_by_label("Batch").first.select_option(label="1_october")
    page.get_by_role("button", name="Update all cells").first.click()
    page.get_by_text(re.compile("^Shown below: 13 articles")).wait_for(timeout=60_000)
    if name != "05_report":
        assert page.get_by_text("Articles: 13 (all articles").count() >= 1
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')", timeout=30_000)
    assert any(cell["outputs"] for cell in code_cells(path))
    exported = tmp_path / "exported.html"
    exported.write_text(HTMLExporter().from_filename(str(path))[0], encoding="utf-8")
    page.goto(exported.as_uri())
    assert page.get_by_text("Articles: 13 (all articles").count() >= 1
    assert page.locator(".jp-InputArea-editor:visible").count() == 0
    page.close()
    assert barriers(browser, exported.as_uri()) == []


def test_dollar_signs_are_no_mathematics_in_jupyterlab(browser, lab, demo):
    title = "US gives $2bn to Nato, EU $1bn"
    workspace = Workspace.create(demo.path / "dollars")
    workspace.corpus().add([article(1, title=title)], batch="one")
    path = workspace.notebooks / "01_what_arrived.ipynb"
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    run_all(page, f"{lab}/lab/tree/dollars/notebooks/{path.name}")
    page.wait_for_timeout(2_000)  # mathematics is set after the output is there
    assert page.locator("mjx-container").count() == 0
    assert title in page.locator(".jp-Notebook").inner_text()
    page.close()


def test_passages_are_coded_in_jupyterlab_by_mouse_and_by_keys(browser, lab, demo):
    workspace = Workspace.create(demo.path / "coding")
    workspace.corpus().add([article(n) for n in range(1, 9)], batch="one")
    path = workspace.notebooks / "06_coding.ipynb"
    text = path.read_text(encoding="utf-8").replace("passages = 100 ", "passages = 4 ")
    path.write_text(text.replace('coder = \\"\\"', 'coder = \\"Ann\\"'), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    run_all(page, f"{lab}/lab/tree/coding/notebooks/{path.name}")
    for value in ("Non-involvement (1)", "The alliance (1)", "Neutral (3)"):
        page.get_by_role("button", name=value, exact=True).click()
    page.get_by_text("1 of 4 done, coder Ann").wait_for()
    keys = page.get_by_label("Keys")
    keys.click()
    for typed, done in (("213", 2), ("s", 3), ("u", 2), ("11", 2), ("u", 2), ("23", 3)):
        keys.press_sequentially(typed, delay=150)
        page.get_by_text(f"{done} of 4 done").wait_for()
    page.get_by_role("button", name="Undo (u)").click()
    page.get_by_text("2 of 4 done").wait_for()
    page.get_by_role("button", name="Skip (s)").click()
    page.get_by_text("3 of 4 done").wait_for()
    page.close()
    kept = latest(workspace.corpus().table("codings"))
    assert kept[["coder", "position", "holder", "tone"]].to_numpy().tolist() == [
        ["Ann", "non_involvement", "nato", "neutral"],
        ["Ann", "de_escalation", "nato", "neutral"],
    ]


def test_changes_and_voices_lead_to_as_many_passages_as_they_count(browser, report, demo):
    selection = demo.selection()
    stance, articles = selection.table("stance"), selection.articles
    newest = articles.loc[articles["batch"] == selection.newest, "article_id"]
    labels = {label: value for value, label in selection.labels("position").items()}
    page = browser.new_page()
    page.goto(report)
    for kind in ("quoted=no", "batch="):
        link = page.locator(
            f"figure details a[href*='position='][href*='{kind}']"
        ).first.get_attribute("href")
        choice = dict(urllib.parse.parse_qsl(link.partition("?")[2]))
        meant = stance["position"] == labels[choice["position"]]
        meant &= (
            stance["voice"] == "outlet"
            if kind == "quoted=no"
            else stance["article_id"].isin(newest)
        )
        page.evaluate("hash => { location.hash = hash }", link)
        page.locator("#passages [role=status]", has_text=f"{int(meant.sum())} of ").wait_for(
            timeout=5000
        )
    page.close()
