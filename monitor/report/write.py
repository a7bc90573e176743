"""The report: runs its notebook with parameters and writes one self-contained HTML file."""

import base64
import datetime
import hashlib
import importlib.metadata
import itertools
import json
import re
import unicodedata

from markupsafe import Markup

from monitor.errors import InputError
from monitor.parameters import NOTEBOOK, choose, notebook_parameters
from monitor.report.html import SCRIPT, render
from monitor.report.receipt import PACKAGES
from monitor.report.run import run_notebook
from monitor.resources import package_files, resource_path
from monitor.tables import label
from monitor.wording import listed, moment
from monitor.workspace import about_page

LONGEST_NAME = 100  # bytes, without the number and the suffix
MOST_FINDINGS = 4  # of a report in the index


def write_report(workspace, parameters=None, notebook=NOTEBOOK):
    """Run a notebook of the workspace, by default the report; returns the path of its HTML file.

    `parameters`: dict of values for the notebook's parameters cell; for the report, those under
    [report] in `monitor.toml` apply where none is given. The file name states the version, the
    batch and every parameter that differs from its default. No page is ever replaced: one made from
    the same articles, codings, lists, parameters and code is left as it is, any other gets a number
    after its name. `index.html` beside them lists all reports. Raises InputError for a parameter
    that the notebook does not have or of the wrong kind, ReportError where a cell fails: the
    notebook is then saved up to that cell.
    """
    defaults, values = notebook_parameters(workspace, notebook, parameters or {})
    newest = workspace.corpus().version
    version = values.get("as_of") or newest
    if version == newest and "as_of" in values:
        values["as_of"] = 0  # the newest version, however it was named
    changed = {name: value for name, value in values.items() if value != defaults[name]}
    chosen = {name: value for name, value in changed.items() if name != "as_of"}
    source = workspace.notebooks / f"{notebook}.ipynb"
    made_of = _digest(workspace, version, source, chosen)
    page = _first_page(workspace.reports / _name(notebook, version, chosen), made_of)
    if page.exists():
        return page
    if choose(workspace, values).articles.empty:
        raise InputError(
            "there are no articles to report on yet; put some into inbox/ and run: monitor ingest"
        )
    executed = run_notebook(source, page.with_suffix(".ipynb"), changed)
    _write_whole(page, to_html(executed, made_of, version, chosen))
    write_index(workspace)
    return page


def _name(notebook, version, parameters):
    """The name of a page, cut where it would be too long for a file."""
    parameters = dict(parameters)
    parts = ["report" if notebook == NOTEBOOK else notebook, f"v{version}"]
    if "batch" in parameters:
        parts.append(f"{parameters.pop('batch')}")
    parts += [f"{name} {value}" for name, value in parameters.items()]
    name = "_".join(map(_file_name, parts))
    return name.encode()[:LONGEST_NAME].decode(errors="ignore")


def _first_page(path, made_of):
    """Path of the page that is made of the same, else of the first that does not exist yet.

    The first has the name itself, the others a number after it.
    """
    for number in itertools.count(1):
        page = path.with_name(f"{path.name}_{number}.html" if number > 1 else f"{path.name}.html")
        if not page.exists() or about_page(page).get("made_of") == made_of:
            return page


def _digest(workspace, version, notebook, parameters):
    """16 hexadecimal digits that change with anything a report is made from."""
    names = ("*.toml", "*.csv", "words/*")
    lists = sorted(path for name in names for path in workspace.path.glob(name))
    files = [(path.name, path.read_bytes()) for path in (notebook, *lists, *package_files())]
    software = [importlib.metadata.version(name) for name in PACKAGES]
    parts = repr((version, parameters, software, files))
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:16]


def write_index(workspace):
    """Write `index.html`: the reports of a workspace, the newest first, and what each one finds."""
    page = render("index", reports=workspace.list_reports())
    _write_whole(workspace.reports / "index.html", page)


def _write_whole(path, text):
    """Write a file that is there as a whole or not at all."""
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8", errors="replace")
    partial.replace(path)


def to_html(notebook, made_of, version, parameters):
    """One HTML page of an executed notebook: prose and results with style, no code.

    What it was made of and with, and what it finds, is in its head for the index of reports.
    """
    body = render("cells", cells=notebook["cells"], script=SCRIPT)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = Markup(title[1]).striptags() if title else "Report"
    sections = {}
    for name in re.findall(r"<h2>(.*?)</h2>", body):
        anchor = f"section-{_file_name(name).lower()}"
        sections[anchor] = Markup(name)
        body = Markup(str(body).replace(f"<h2>{name}</h2>", f'<h2 id="{anchor}">{name}</h2>', 1))
    script = resource_path("data/tables.js").read_bytes()
    made = datetime.datetime.now().astimezone()
    findings = re.findall(r'<p class="answer">(.*?)(?: <a|</p>)', body, re.S)[:MOST_FINDINGS]
    about = {
        "made_of": made_of,
        "made": made.isoformat(),
        "title": title,
        "version": version,
        "parameters": {
            label(name): listed(value) if isinstance(value, list) else str(value)
            for name, value in parameters.items()
        },
        "findings": [" ".join(Markup(finding).striptags().split()) for finding in findings],
    }
    return render(
        "page",
        title=title,
        about=json.dumps(about),
        running_title=re.sub(r'[\\"<>{}\s]+', " ", title),
        body=body,
        sections=sections,
        script=SCRIPT,
        script_hash=base64.b64encode(hashlib.sha256(script).digest()).decode(),
        made=f"{moment(made)} {made:%Z}",
    )


def _file_name(text):
    """The text as part of a file name or address: letters and digits of any script, joined by
    hyphens.
    """
    return re.sub(r"\W+", "-", unicodedata.normalize("NFKC", text)).strip("-") or "batch"
