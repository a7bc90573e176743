"""Running a notebook with parameters, in this process or in a kernel of its own."""

import logging
import os
import sys
import traceback
import types
import warnings

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from traitlets.config import Config

from monitor.errors import ReportError

# Importing it takes over a second, to build a grammar of web addresses that nothing here uses.
sys.modules.setdefault("rfc3987_syntax", None)
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
import nbformat  # noqa: E402 - it would import the module blocked above
import papermill  # noqa: E402
from papermill.engines import Engine, papermill_engines  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402


def run_notebook(notebook, executed, parameters, here=False):
    """Run `notebook`, save it as `executed`, and return it as a NotebookNode.

    `here`: in this process rather than in a kernel of its own. Raises ReportError if a cell fails;
    the notebook is then saved up to that cell.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters,
                engine_name="here" if here else None,
                request_save_on_cell_execute=False,
                cwd=str(notebook.parent),
                kernel_name="python3",
                progress_bar=sys.stderr.isatty(),
            )
    except PapermillExecutionError as error:
        raise ReportError(
            f"cell {error.cell_index + 1} of {notebook.name} failed: {error.ename}: {error.evalue}; "
            f"the notebook, run up to that cell, is saved as reports/{executed.name}"
        ) from error


class _Displayed(DisplayHook):
    """Displays the last value of a cell like its other outputs."""

    def __call__(self, result=None):
        if hasattr(result, "pieces"):
            # Published as it is: its HTML is made when all cells have run.
            self.shell.display_pub.publish({"text/html": result})
        elif result is not None:
            display(result)


class _CellsHere(Engine):
    """Runs each cell in an IPython shell and keeps its outputs; stops at the first error."""

    @classmethod
    def execute_managed_notebook(cls, notebook, kernel_name, **options):
        """Run all cells of a papermill NotebookExecutionManager."""
        quiet = Config({"HistoryManager": {"enabled": False}})
        module = types.ModuleType("notebook")
        shell = InteractiveShell.instance(
            config=quiet, user_module=module, displayhook_class=_Displayed
        )
        shown = []
        try:
            for place, cell in enumerate(notebook.nb.cells):
                notebook.cell_start(cell, place)
                failed = False
                if cell.cell_type == "code":
                    outputs, failed = _run_cell(shell, cell)
                    shown.append((cell, outputs))
                if failed:
                    notebook.cell_exception(cell, place)
                    break
                notebook.cell_complete(cell, place)
            for cell, outputs in shown:
                cell.outputs = [*map(_output, outputs)]
        finally:
            InteractiveShell.clear_instance()


papermill_engines.register("here", _CellsHere)


def _run_cell(shell, cell):
    """(outputs of the cell, whether it failed)."""
    with capture_output() as captured:
        result = shell.run_cell(cell.source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    if isinstance(error, KeyboardInterrupt):
        raise error
    errors = [_error(error, captured.stdout)] if error else []
    return [*captured.outputs, *errors], bool(error)


def _output(shown):
    """The notebook output for a captured one."""
    if isinstance(shown, nbformat.NotebookNode):
        return shown
    try:
        data = {
            kind: value.data if hasattr(value, "pieces") else value
            for kind, value in shown.data.items()
        }
    except Exception as error:
        return _error(error, traceback.format_exc())
    # Unlike new_output, this does not validate each output; the whole notebook is validated later.
    return nbformat.from_dict(
        {"output_type": "display_data", "data": data, "metadata": shown.metadata or {}}
    )


def _error(error, trace):
    name, lines = type(error).__name__, trace.splitlines()
    return nbformat.v4.new_output("error", ename=name, evalue=str(error), traceback=lines)
