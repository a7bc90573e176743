"""The parameters of a notebook or a table: their defaults, and a check of the values given."""

import ast
import datetime
import json

from monitor.errors import InputError, check_name
from monitor.resources import resource_path
from monitor.wording import names_in
from monitor.workspace import CHOICE

NOTEBOOK = "05_report"
KINDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list of names, such as CNN,Vox",
    dict: 'a set of names in braces, such as {"T03": "Arms"}',
}


def given_parameters(batch, as_of, param):
    """Dict of the parameters that the options of a command name; `param`: texts "NAME=VALUE"."""
    given = {"batch": batch, "as_of": as_of, **dict(map(parse_parameter, param))}
    return {name: value for name, value in given.items() if value is not None}


def notebook_parameters(workspace, notebook, given):
    """(defaults, values): dicts of the parameters of a notebook of the workspace.

    For the report, those under [report] in `monitor.toml` apply where none is given. Raises
    InputError for an unknown notebook, and as `check_parameters`.
    """
    names = sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))
    check_name("notebook", notebook, names)
    defaults = parameter_defaults(workspace.notebooks / f"{notebook}.ipynb")
    settings = workspace.settings["report"] if notebook == NOTEBOOK else {}
    return defaults, {**defaults, **check_parameters(defaults, {**settings, **given})}


def table_parameters(given, settings):
    """Dict of the parameters of a table, those of a report that choose articles: the ones given, or
    else in `settings`.
    """
    defaults = parameter_defaults(resource_path("notebooks") / f"{NOTEBOOK}.ipynb")
    return check_parameters(_of_choice(defaults), {**_of_choice(settings), **given})


def choose(workspace, values):
    """The `Workspace.selection` of the parameters that choose articles."""
    return workspace.selection(**_of_choice(values))


def _of_choice(values):
    return {name: values[name] for name in CHOICE if name in values}


def parameter_defaults(notebook):
    """Dict of the values in the notebook's cell with the tag `parameters`, in their order.

    Raises InputError for a file that is not a notebook, and for a value that is not a literal.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
        code = ast.parse("\n".join("".join(cell["source"]) for cell in tagged))
        return {node.targets[0].id: ast.literal_eval(node.value) for node in code.body}
    except (KeyError, TypeError, AttributeError, ValueError, SyntaxError) as error:
        raise InputError(
            f"notebooks/{notebook.name} cannot be run: {error}; its cell with the tag 'parameters' "
            'must assign literals, such as batch = ""'
        ) from error


def check_parameters(defaults, parameters):
    """Dict of the parameters, each of the kind of its default.

    Raises InputError for one that has no default, and for one of another kind.
    """
    checked = {}
    for name, value in parameters.items():
        check_name("parameter", name, defaults)
        kind = type(defaults[name])
        if kind in (str, list) and isinstance(value, (int, float, datetime.date)):
            value = str(value)
        if kind is list and isinstance(value, (str, list)):
            value = names_in(value)
        if kind in KINDS and type(value) is not kind:
            raise InputError(f"{name}: {value!r} is not {KINDS[kind]}")
        checked[name] = value
    return checked


def parse_parameter(text):
    """(name, value) of a text such as "since=2025"; the value as JSON, or else as it stands."""
    if "=" not in text:
        raise InputError(f"--param {text!r} has no value; write it as NAME=VALUE")
    name, value = text.split("=", 1)
    try:
        return name.strip(), json.loads(value)
    except json.JSONDecodeError:
        return name.strip(), value
