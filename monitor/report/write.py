"""The report: runs its notebook with parameters and writes one self-contained HTML file."""

import base64
import datetime
import hashlib
import html
import importlib.metadata
import json
import re
import unicodedata

from markupsafe import Markup

from monitor.errors import InputError
from monitor.parameters import check_parameters, parameter_defaults
from monitor.report.html import SCRIPT, render
from monitor.report.receipt import PACKAGES
from monitor.resources import package_files, resource_path

NOTEBOOK = "05_report"
LONGEST_NAME = 100  # bytes, without the hash and the suffix


def write_report(workspace, batch="", as_of=0, parameters=None, notebook=NOTEBOOK):
    """Run a notebook of the workspace, by default the report; returns the path of its HTML file.

    `parameters` are further values for the notebook's parameters cell; for the report, those under
    [report] in `monitor.toml` apply where none is given. The file name states the version, the
    batch and every parameter that differs from its default, so that a report never replaces one
    with other parameters. A page made from the same articles, codings, lists, parameters and code
    is left as it is. Raises InputError for a parameter that the notebook does not have or of the
    wrong kind, ReportError where a cell fails: the notebook is then saved up to that cell.
    """
    source = workspace.notebooks / f"{notebook}.ipynb"
    if not source.exists():
        known = (
            ", ".join(sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))) or "none"
        )
        raise InputError(
            f"unknown notebook {notebook!r}; available: {known}; restore the others with: monitor "
            "init"
        )
    corpus = workspace.corpus()
    defaults = parameter_defaults(source)
    parameters = _given_parameters(workspace, notebook, batch, as_of, parameters)
    parameters = check_parameters(defaults, parameters)
    if parameters.get("as_of") == corpus.version:
        parameters["as_of"] = 0  # the newest version, however it was named
    values = {**defaults, **parameters}
    version, batch = values.get("as_of") or corpus.version, values.get("batch")
    changed = {name: value for name, value in values.items() if value != defaults[name]}
    choice = _choice(notebook, version, changed)
    page = _page(workspace.reports, _page_name(notebook, version, changed), choice)
    made_of = f"{choice}-{_digest(workspace, corpus, source, changed)}"
    if _made_of(page) == made_of:
        return page
    if not len(corpus.table("articles", version, batch or None, ["article_id"])):
        raise InputError(
            "there are no articles to report on yet; put some into inbox/ and run: monitor ingest"
        )
    corpus.name_version(page.name, version)
    from monitor.report.run import run_notebook

    executed = run_notebook(source, page.with_suffix(".ipynb"), changed)
    partial = page.with_suffix(".partial")
    partial.write_text(to_html(executed, made_of), encoding="utf-8", errors="replace")
    partial.replace(page)
    return page


def _given_parameters(workspace, notebook, batch, as_of, parameters):
    settings = workspace.settings["report"] if notebook == NOTEBOOK else {}
    options = {name: value for name, value in (("batch", batch), ("as_of", as_of)) if value}
    return {**settings, **options, **(parameters or {})}


def _page_name(notebook, version, changed):
    parts = ["report" if notebook == NOTEBOOK else notebook, f"v{version}"]
    if "batch" in changed:
        parts.append(str(changed["batch"]))
    further = (name for name in changed if name not in ("batch", "as_of"))
    parts += [f"{name} {changed[name]}" for name in further]
    return "_".join(_file_name(part) for part in parts)


def _choice(notebook, version, changed):
    """8 hexadecimal digits that stand for notebook, version and parameters of a page."""
    parameters = {name: value for name, value in changed.items() if name != "as_of"}
    text = json.dumps([notebook, version, parameters], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _page(folder, name, choice):
    """Path of the page; with the choice in its name where that is too long, or another choice has
    it.
    """
    start = name.encode()[:LONGEST_NAME].decode(errors="ignore")
    page = folder / f"{start}.html"
    is_of_another = page.exists() and not _made_of(page).startswith(f"{choice}-")
    if start != name or is_of_another:
        return folder / f"{start}_{choice}.html"
    return page


def _digest(workspace, corpus, notebook, parameters):
    """16 hexadecimal digits that change with anything a report is made from."""
    lists = sorted([*workspace.path.glob("*.toml"), *workspace.path.glob("*.csv")])
    software = [(name, importlib.metadata.version(name)) for name in PACKAGES]
    key = hashlib.sha256(json.dumps([corpus.state, parameters, software], default=str).encode())
    for path in (notebook, *lists, *package_files()):
        key.update(f"\0{path.name}\0".encode("utf-8", "replace") + path.read_bytes())
    return key.hexdigest()[:16]


def _made_of(page):
    if not page.exists():
        return ""
    with page.open(encoding="utf-8", errors="replace") as file:
        found = re.search('<meta name="made-of" content="([0-9a-f-]+)">', file.read(2000))
    return found[1] if found else ""


def to_html(notebook, made_of=""):
    """One HTML page of an executed notebook: prose and results with style, no code."""
    from nbconvert import HTMLExporter

    for cell in notebook.cells:
        if cell.cell_type == "code":
            # What libraries print is for the notebook, not for readers of the report.
            cell.outputs = [
                _still(output, SCRIPT) for output in cell.outputs if output.output_type != "stream"
            ]
    exporter = HTMLExporter(
        template_name="basic",
        default_preprocessors=[],
        exclude_input=True,
        exclude_output_prompt=True,
    )
    exporter.exclude_anchor_links = True
    exporter.register_filter("highlight_code", html.escape)
    # The method of HTMLExporter parses the finished page again, half of the time a report takes.
    body, _ = super(HTMLExporter, exporter).from_notebook_node(notebook)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = html.unescape(re.sub(r"<[^>]+>", "", title.group(1))) if title else "Report"
    headings = re.findall(r"<h2>(.*?)</h2>", body)
    sections = [(f"section-{_file_name(name).lower()}", Markup(name)) for name in headings]
    for anchor, name in sections:
        heading = render("heading", anchor=anchor, name=name)
        body = body.replace(f"<h2>{name}</h2>", heading, 1)
    script = resource_path("data/tables.js").read_text(encoding="utf-8")
    return render(
        "page",
        title=title,
        made_of=made_of,
        running_title=re.sub(r'[\\"<>{}\s]+', " ", title),
        body=Markup(body),
        sections=sections,
        script=SCRIPT,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        made=datetime.datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z"),
    )


def _still(output, script):
    """The output without widgets, and without the script of tables, which the page has once."""
    data = output.get("data", {})
    if "application/vnd.jupyter.widget-view+json" in data:
        output.data = {"text/html": "<p class='note'>Available in the notebook.</p>"}
    elif "text/html" in data:
        data["text/html"] = data["text/html"].replace(script, "")
    return output


def _file_name(text):
    """The text as part of a file name or address: letters and digits of any script, joined by
    hyphens.
    """
    return re.sub(r"\W+", "-", unicodedata.normalize("NFKC", text)).strip("-") or "batch"
