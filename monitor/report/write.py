"""The report: runs its notebook with parameters and writes one self-contained HTML file."""

import base64
import datetime
import hashlib
import importlib.metadata
import re
import unicodedata

from markupsafe import Markup

from monitor.errors import InputError
from monitor.parameters import check_parameters, parameter_defaults
from monitor.report.html import SCRIPT, render
from monitor.report.receipt import PACKAGES
from monitor.report.run import run_notebook
from monitor.resources import package_files, resource_path
from monitor.workspace import CHOICE

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
        names = sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))
        raise InputError(
            f"unknown notebook {notebook!r}; available: {', '.join(names) or 'none'}; "
            "restore the others with: monitor init"
        )
    corpus = workspace.corpus()
    defaults = parameter_defaults(source)
    values = dict(workspace.settings["report"]) if notebook == NOTEBOOK else {}
    values |= {"batch": batch} if batch else {}
    values |= {"as_of": as_of} if as_of else {}
    values = {**defaults, **check_parameters(defaults, {**values, **(parameters or {})})}
    version = values.get("as_of") or corpus.version
    if version == corpus.version and "as_of" in values:
        values["as_of"] = 0  # the newest version, however it was named
    changed = {name: value for name, value in values.items() if value != defaults[name]}
    page, choice = _page(workspace.reports, notebook, version, changed)
    made_of = f"{choice}-{_digest(workspace, corpus, source, changed)}"
    if _made_of(page) == made_of:
        return page
    selection = workspace.selection(**{name: values[name] for name in CHOICE if name in values})
    if not len(selection.articles):
        raise InputError(
            f"no articles to report on yet ({selection.description}); put some into inbox/ and run "
            "monitor ingest, or choose others"
        )
    corpus.name_version(page.name, version)
    executed = run_notebook(source, page.with_suffix(".ipynb"), changed)
    partial = page.with_suffix(".partial")
    partial.write_text(to_html(executed, made_of), encoding="utf-8", errors="replace")
    partial.replace(page)
    return page


def _page(folder, notebook, version, changed):
    """(Path of the page, 8 hexadecimal digits that stand for its notebook, version and parameters).

    The digits are in its name where that is too long, or a page of another choice has it.
    """
    parameters = {name: value for name, value in changed.items() if name != "as_of"}
    choice = _hash(notebook, version, parameters)[:8]
    parts = ["report" if notebook == NOTEBOOK else notebook, f"v{version}"]
    if "batch" in parameters:
        parts.append(f"{parameters.pop('batch')}")
    parts += [f"{name} {value}" for name, value in parameters.items()]
    name = "_".join(map(_file_name, parts))
    start = name.encode()[:LONGEST_NAME].decode(errors="ignore")
    page = folder / f"{start}.html"
    is_of_another = page.exists() and not _made_of(page).startswith(choice)
    if start != name or is_of_another:
        page = folder / f"{start}_{choice}.html"
    return page, choice


def _digest(workspace, corpus, notebook, parameters):
    """16 hexadecimal digits that change with anything a report is made from."""
    lists = sorted([*workspace.path.glob("*.toml"), *workspace.path.glob("*.csv")])
    files = [(path.name, path.read_bytes()) for path in (notebook, *lists, *package_files())]
    software = [importlib.metadata.version(name) for name in PACKAGES]
    return _hash(corpus.state, parameters, software, files)[:16]


def _hash(*values):
    return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()


def _made_of(page):
    """What the page says of what it was made of; "" where there is none, or one from elsewhere."""
    text = page.read_text(encoding="utf-8", errors="replace") if page.exists() else ""
    match = re.search('<meta name="made-of" content="([0-9a-f-]+)">', text)
    return match[1] if match else ""


def to_html(notebook, made_of=""):
    """One HTML page of an executed notebook: prose and results with style, no code."""
    body = render("cells", cells=notebook["cells"], script=SCRIPT)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = Markup(title[1]).striptags() if title else "Report"
    sections = {}
    for name in re.findall(r"<h2>(.*?)</h2>", body):
        anchor = f"section-{_file_name(name).lower()}"
        sections[anchor] = Markup(name)
        body = Markup(str(body).replace(f"<h2>{name}</h2>", f'<h2 id="{anchor}">{name}</h2>', 1))
    script = resource_path("data/tables.js").read_bytes()
    return render(
        "page",
        title=title,
        made_of=made_of,
        running_title=re.sub(r'[\\"<>{}\s]+', " ", title),
        body=body,
        sections=sections,
        script=SCRIPT,
        script_hash=base64.b64encode(hashlib.sha256(script).digest()).decode(),
        made=datetime.datetime.now().astimezone().strftime("%d %B %Y, %H:%M %Z"),
    )


def _file_name(text):
    """The text as part of a file name or address: letters and digits of any script, joined by
    hyphens.
    """
    return re.sub(r"\W+", "-", unicodedata.normalize("NFKC", text)).strip("-") or "batch"
