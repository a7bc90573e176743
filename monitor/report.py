"""The report: runs the report notebook with its parameters and writes one HTML file that stands alone."""

import base64
import datetime
import hashlib
import logging
import os
import re
import sys
import warnings

from monitor.errors import InputError, ReportError
from monitor.shipped import shipped

NOTEBOOK = "05_report.ipynb"


def write_report(workspace, batch="", as_of=0, parameters=None):
    """Run the workspace's report notebook; returns the path of the HTML file.

    `parameters` are further values for the notebook's parameters cell. Raises InputError for one that it does not have,
    ReportError where a cell fails: the notebook is then saved as far as it came.
    """
    notebook = workspace.notebooks / NOTEBOOK
    if not notebook.exists():
        raise InputError(f"notebooks/{NOTEBOOK} is missing; put it back with: monitor init {workspace.path.name}")
    parameters = {"batch": batch, "as_of": as_of, **(parameters or {})}
    view = workspace.view(parameters["batch"], parameters["as_of"])
    if not len(view.table("articles")):
        raise InputError("there are no articles to report on yet; put some into inbox/ and run: monitor ingest")
    name = f"report_v{view.as_of}" + (f"_{_file_name(view.batch)}" if view.batch else "")
    executed = workspace.reports / f"{name}.ipynb"
    _run(notebook, executed, parameters)
    page = workspace.reports / f"{name}.html"
    partial = page.with_suffix(".partial")
    partial.write_text(to_html(executed), encoding="utf-8", errors="replace")
    partial.replace(page)
    return page


def _run(notebook, executed, parameters):
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    import papermill
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    known = papermill.inspect_notebook(str(notebook))
    for name in parameters:
        if name not in known:
            raise InputError(f"the report has no parameter {name!r}; allowed: {', '.join(known)}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters,
                cwd=str(notebook.parent),
                kernel_name="python3",
                progress_bar=sys.stderr.isatty(),
                extra_arguments=["--IPKernelApp.log_level=50"],
            )
    except PapermillExecutionError as error:
        raise ReportError(
            f"cell {error.cell_index + 1} of {notebook.name} failed: {error.ename}: {error.evalue}; "
            f"the notebook, run up to that cell, is saved as reports/{executed.name}"
        ) from error


def to_html(executed):
    """One HTML page of an executed notebook: its prose and results without code, style and images inside the file."""
    import nbformat
    from jinja2 import Template
    from nbconvert import HTMLExporter

    notebook = nbformat.read(executed, as_version=4)
    for cell in notebook.cells:
        # What libraries print on the way is for the notebook, not for the reader of the report.
        cell["outputs"] = [output for output in cell.get("outputs", []) if output.output_type != "stream"]
        if cell.cell_type == "markdown":
            del cell["outputs"]
    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_output_prompt=True)
    exporter.exclude_anchor_links = True
    body, _ = exporter.from_notebook_node(notebook)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    sections = [(_file_name(name).lower(), name) for name in re.findall(r"<h2>(.*?)</h2>", body)]
    for anchor, name in sections:
        body = body.replace(f"<h2>{name}</h2>", f'<h2 id="{anchor}">{name}</h2>', 1)
    script = shipped("data/report.js").read_text(encoding="utf-8")
    template = Template(shipped("data/report.html.j2").read_text(encoding="utf-8"), autoescape=True)
    return template.render(
        title=re.sub(r"<[^>]+>", "", title.group(1)) if title else "Report",
        body=body,
        sections=sections,
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        made=datetime.datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z"),
    )


def _file_name(text):
    return re.sub(r"[^\w-]+", "_", text).strip("_")[:60] or "batch"
