"""The report: runs the report notebook with its parameters and writes one HTML file that stands alone."""

import base64
import contextlib
import datetime
import hashlib
import html
import importlib
import importlib.metadata
import json
import re
import sys
import threading

from monitor.errors import InputError
from monitor.parallel import beside
from monitor.shipped import package_files, shipped
from monitor.view import PACKAGES

NOTEBOOK = "05_report"


def write_report(workspace, batch="", as_of=0, parameters=None, notebook=NOTEBOOK):
    """Run a notebook of the workspace, by default the report; returns the path of its HTML file.

    `parameters` are further values for the notebook's parameters cell; for the report, those under [report] in
    `monitor.toml` stand where none is given. A page that was made of the same articles, codings, lists, parameters and
    code stands as it is. Raises InputError for a parameter that it does not have or cannot take, ReportError where a
    cell fails: the notebook is then saved as far as it came.
    """
    source = workspace.notebooks / f"{notebook}.ipynb"
    if not source.exists():
        known = ", ".join(sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))) or "none"
        raise InputError(f"notebooks/{source.name} is missing, there are: {known}; put it back with: monitor init")
    settled = workspace.settings["report"] if notebook == NOTEBOOK else {}
    given = {name: value for name, value in (("batch", batch), ("as_of", as_of)) if value}
    parameters = {**settled, **given, **(parameters or {})}
    corpus = workspace.corpus()
    version, batch = parameters.get("as_of") or corpus.version, str(parameters.get("batch", ""))
    name = "report" if notebook == NOTEBOOK else _file_name(notebook)
    name += f"_v{version}" + (f"_{_file_name(batch)}" if batch else "")
    page = workspace.reports / f"{name}.html"
    made_of = _digest(workspace, corpus, source, parameters)
    if _made_of(page) == made_of:
        return page
    shell = sys.modules.get("IPython.core.interactiveshell")
    # In a kernel of its own only where a notebook is running already: a kernel loads every library again.
    here = not (shell and shell.InteractiveShell.initialized())
    # Loaded now, because a page that stands as it is has to be found at once, and while other processes work.
    threading.Thread(target=_load, daemon=True).start()
    if parameters:
        from monitor.notebooks import check_parameters

        parameters = check_parameters(source, parameters)
    if not len(corpus.table("articles", version, batch or None, ["article_id"])):
        raise InputError("there are no articles to report on yet; put some into inbox/ and run: monitor ingest")
    corpus.name_version(page.name, version)
    with beside() if here else contextlib.nullcontext():
        if notebook == NOTEBOOK:
            workspace.corpus(parameters.get("codebook", "")).work_out(version)
        from monitor.notebooks import run_notebook

        executed = run_notebook(source, page.with_suffix(".ipynb"), parameters, here)
    partial = page.with_suffix(".partial")
    partial.write_text(to_html(executed, made_of), encoding="utf-8", errors="replace")
    partial.replace(page)
    return page


def _load():
    # In this order: see there what it leaves out.
    for name in ("monitor.notebooks", "monitor.present", "nbconvert"):
        importlib.import_module(name)


def _digest(workspace, corpus, notebook, parameters):
    """16 hexadecimal digits that stand for all that a report is made of."""
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
        found = re.search('<meta name="made-of" content="([0-9a-f]+)">', file.read(2000))
    return found[1] if found else ""


def to_html(notebook, made_of=""):
    """One HTML page of an executed notebook: its prose and results without code, style and images inside the file."""
    from jinja2 import Template
    from nbconvert import HTMLExporter

    from monitor.present.tables import SCRIPT

    for cell in notebook.cells:
        if cell.cell_type == "code":
            # What libraries print on the way is for the notebook, not for the reader of the report.
            cell.outputs = [_still(output, SCRIPT) for output in cell.outputs if output.output_type != "stream"]
    exporter = HTMLExporter(
        template_name="basic", default_preprocessors=[], exclude_input=True, exclude_output_prompt=True
    )
    exporter.exclude_anchor_links = True
    exporter.register_filter("highlight_code", html.escape)
    # The method above this one would parse the finished page once more, in half of the time that a report takes.
    body, _ = super(HTMLExporter, exporter).from_notebook_node(notebook)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = html.unescape(re.sub(r"<[^>]+>", "", title.group(1))) if title else "Report"
    sections = [(_file_name(name).lower(), name) for name in re.findall(r"<h2>(.*?)</h2>", body)]
    for anchor, name in sections:
        body = body.replace(f"<h2>{name}</h2>", f'<h2 id="{anchor}">{name}</h2>', 1)
    script = shipped("data/tables.js").read_text(encoding="utf-8")
    template = Template(shipped("data/report.html.j2").read_text(encoding="utf-8"), autoescape=True)
    return template.render(
        title=title,
        made_of=made_of,
        running_title=re.sub(r'[\\"<>{}\s]+', " ", title),
        body=body,
        sections=sections,
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        made=datetime.datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z"),
    )


def _still(output, script):
    """The output for a page: tables without their script, which the page holds once; no widgets."""
    data = output.get("data", {})
    if "application/vnd.jupyter.widget-view+json" in data:
        output.data = {"text/html": "<p class='note'>To be used in the notebook.</p>"}
    elif "text/html" in data:
        data["text/html"] = data["text/html"].replace(script, "")
    return output


def _file_name(text):
    return re.sub(r"[^\w-]+", "_", text).strip("_")[:60] or "batch"
