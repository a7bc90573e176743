"""Running a notebook with parameters, in this process or in a kernel of its own."""

import logging
import sys
import types
import warnings

import papermill
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output
from papermill.engines import Engine
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from monitor.errors import ReportError


def run_notebook(notebook, executed, parameters):
    """Run `notebook`, save it as `executed`, and return it as a NotebookNode.

    Raises ReportError if a cell fails; the notebook is then saved up to that cell.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    # Only one shell fits into a process: called in a notebook, this needs a kernel.
    engine = None if InteractiveShell.initialized() else "in_process"
    papermill.engines.papermill_engines.register("in_process", InProcessEngine)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return papermill.execute_notebook(
                _literal(notebook),
                _literal(executed),
                parameters,
                engine_name=engine,
                request_save_on_cell_execute=False,
                cwd=str(notebook.parent),
                kernel_name="python3",
                progress_bar=sys.stderr.isatty(),
            )
    except PapermillExecutionError as error:
        raise ReportError(
            f"cell {error.cell_index + 1} of {notebook.name} failed: {error.ename}: "
            f"{error.evalue}; the notebook, run up to that cell, is saved as "
            f"reports/{executed.name}"
        ) from error


def _literal(path):
    """A path in which papermill puts no parameter between braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


class InProcessEngine(Engine):
    """Runs the cells in this process: a kernel would import all libraries a second time."""

    @classmethod
    def execute_managed_notebook(cls, notebook, kernel_name, **options):
        """Run all cells of a papermill NotebookExecutionManager, up to the first error."""
        shell = InteractiveShell.instance(
            config=Config({"HistoryManager": {"enabled": False}}),
            user_module=types.ModuleType("notebook"),
            displayhook_class=_DisplayLastValue,
        )
        try:
            for place, cell in enumerate(notebook.nb.cells):
                notebook.cell_start(cell, place)
                if cell.cell_type == "code" and not _run_cell(shell, cell):
                    notebook.cell_exception(cell, place)
                    break
                notebook.cell_complete(cell, place)
        finally:
            InteractiveShell.clear_instance()


class _DisplayLastValue(DisplayHook):
    def __call__(self, result=None):
        if result is not None:
            display(result)


def _run_cell(shell, cell):
    """Run a cell and keep its outputs in it; whether it succeeded."""
    with capture_output() as captured:
        result = shell.run_cell(cell.source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    if isinstance(error, KeyboardInterrupt):
        raise error
    cell.outputs = [
        new_output("display_data", shown.data, metadata=shown.metadata or {})
        for shown in captured.outputs
    ]
    if error:
        trace = captured.stdout.splitlines()
        named = {"ename": type(error).__name__, "evalue": str(error)}
        cell.outputs.append(new_output("error", **named, traceback=trace))
    return not error
