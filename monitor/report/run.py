"""Running a notebook with parameters, in this process: a kernel would import everything again."""

import contextlib
import json
import types
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from tqdm import tqdm
from traitlets.config import Config

from monitor.errors import MonitorError, ReportError


def run_notebook(notebook, executed, parameters):
    """Run `notebook`, save it as `executed`, and return it: the dict of its JSON, with outputs.

    The parameters follow its cell with the tag `parameters`, as papermill puts them. Raises
    ReportError if a cell fails, and a MonitorError that a cell raised as it is; the notebook is
    then saved up to that cell.
    """
    if InteractiveShell.initialized():
        # Only one shell fits into a process, and a notebook that calls this has one.
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            return process.submit(run_notebook, notebook, executed, parameters).result()
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"] = list(_with_parameters(content["cells"], parameters))
    shell = InteractiveShell.instance(
        config=Config({"HistoryManager": {"enabled": False}}),
        user_module=types.ModuleType("notebook"),
        displayhook_class=_DisplayLastValue,
    )
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    try:
        with contextlib.chdir(notebook.parent):
            for cell in tqdm(cells, notebook.stem, disable=None, leave=False):
                _run_cell(shell, cell)
    except MonitorError:
        raise
    except Exception as error:
        raise ReportError(
            f"{notebook.name} failed: {type(error).__name__}: {error}; the notebook, run up to the "
            f"cell that failed, is saved as reports/{executed.name}"
        ) from error
    finally:
        InteractiveShell.clear_instance()
        executed.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    return content


def _with_parameters(cells, parameters):
    """The cells, one that sets the parameters behind the one that has their defaults."""
    for cell in cells:
        cell["source"] = "".join(cell["source"])
        yield cell
        if "parameters" in cell["metadata"].get("tags", ()):
            source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            injected = {"id": "parameters", "metadata": {"tags": ["injected-parameters"]}}
            yield {**cell, **injected, "source": source, "outputs": []}


class _DisplayLastValue(DisplayHook):
    def __call__(self, result=None):
        if result is not None:
            display(result)


def _run_cell(shell, cell):
    """Run a cell and keep its outputs in it; raises the error that the cell raised."""
    with capture_output() as captured:
        result = shell.run_cell(cell["source"], store_history=False)
    cell["outputs"] = [
        {"output_type": "display_data", "data": shown.data, "metadata": shown.metadata or {}}
        for shown in captured.outputs
    ]
    error = result.error_before_exec or result.error_in_exec
    if error:
        named = {"ename": type(error).__name__, "evalue": str(error)}
        trace = captured.stdout.splitlines()
        cell["outputs"].append({"output_type": "error", **named, "traceback": trace})
        raise error
