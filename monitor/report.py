"""The report: runs the report notebook with its parameters and writes one HTML file that stands alone."""

import ast
import base64
import datetime
import hashlib
import html
import logging
import os
import re
import sys
import warnings

from monitor.errors import InputError, ReportError
from monitor.present.tables import SCRIPT
from monitor.shipped import shipped

NOTEBOOK = "05_report"
KINDS = {
    str: "text",
    int: "a whole number",
    list: 'a list, such as ["The Hill"]',
    dict: 'names in braces, {"T03": "Arms"}',
}


def write_report(workspace, batch="", as_of=0, parameters=None, notebook=NOTEBOOK):
    """Run a notebook of the workspace, by default the report; returns the path of its HTML file.

    `parameters` are further values for the notebook's parameters cell; for the report, those under [report] in
    `monitor.toml` stand where none is given. Raises InputError for one that it does not have or cannot take,
    ReportError where a cell fails: the notebook is then saved as far as it came.
    """
    source = workspace.notebooks / f"{notebook}.ipynb"
    if not source.exists():
        known = ", ".join(sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))) or "none"
        raise InputError(f"notebooks/{source.name} is missing, there are: {known}; put it back with: monitor init")
    settled = workspace.settings["report"] if notebook == NOTEBOOK else {}
    given = {name: value for name, value in (("batch", batch), ("as_of", as_of)) if value}
    parameters = _checked(source, {**settled, **given, **(parameters or {})})
    view = workspace.view(parameters.get("batch", ""), parameters.get("as_of", 0))
    if not len(view.table("articles")):
        raise InputError("there are no articles to report on yet; put some into inbox/ and run: monitor ingest")
    name = "report" if notebook == NOTEBOOK else _file_name(notebook)
    name += f"_v{view.as_of}" + (f"_{_file_name(view.batch)}" if view.batch else "")
    executed = workspace.reports / f"{name}.ipynb"
    _run(source, executed, parameters)
    page = workspace.reports / f"{name}.html"
    partial = page.with_suffix(".partial")
    partial.write_text(to_html(executed), encoding="utf-8", errors="replace")
    partial.replace(page)
    return page


def _checked(notebook, parameters):
    """The parameters as the notebook's cell can take them: of the kind of the value that stands there."""
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    import papermill

    known, taken = papermill.inspect_notebook(str(notebook)), {}
    for name, value in parameters.items():
        if name not in known:
            raise InputError(f"the report has no parameter {name!r}; allowed: {', '.join(known)}")
        kind = type(ast.literal_eval(known[name]["default"]))
        if kind is str and isinstance(value, (int, float)):
            value = str(value)
        if kind is list and isinstance(value, str):
            value = [value]
        if type(value) is not kind:
            raise InputError(f"{name} {value!r} is not {KINDS[kind]}")
        taken[name] = value
    return taken


def _run(notebook, executed, parameters):
    import papermill
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
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
        if cell.cell_type == "code":
            # What libraries print on the way is for the notebook, not for the reader of the report.
            cell.outputs = [_still(output) for output in cell.outputs if output.output_type != "stream"]
    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_output_prompt=True)
    exporter.exclude_anchor_links = True
    body, _ = exporter.from_notebook_node(notebook)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = html.unescape(re.sub(r"<[^>]+>", "", title.group(1))) if title else "Report"
    sections = [(_file_name(name).lower(), name) for name in re.findall(r"<h2>(.*?)</h2>", body)]
    for anchor, name in sections:
        body = body.replace(f"<h2>{name}</h2>", f'<h2 id="{anchor}">{name}</h2>', 1)
    script = shipped("data/tables.js").read_text(encoding="utf-8")
    template = Template(shipped("data/report.html.j2").read_text(encoding="utf-8"), autoescape=True)
    return template.render(
        title=title,
        running_title=re.sub(r'[\\"<>{}\s]+', " ", title),
        body=body,
        sections=sections,
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        made=datetime.datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z"),
    )


def _still(output):
    """The output for a page: tables without their script, which the page holds once; no widgets."""
    data = output.get("data", {})
    if "application/vnd.jupyter.widget-view+json" in data:
        output.data = {"text/html": "<p class='note'>To be used in the notebook.</p>"}
    elif "text/html" in data:
        data["text/html"] = data["text/html"].replace(SCRIPT, "")
    return output


def _file_name(text):
    return re.sub(r"[^\w-]+", "_", text).strip("_")[:60] or "batch"
