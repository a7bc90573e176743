"""Importing a module of monitor changes nothing in the process but the modules it loads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "monitor").rglob("*.py")
    if path.stem != "__main__"
)

# The libraries are loaded first, in a process without monitor; each module then in a copy of it.
PROGRAM = """
import codecs, importlib, json, multiprocessing, os, subprocess, sys, threading, warnings

def libraries(modules):
    imports = "; ".join(f"import {name}" for name in modules)
    names = "[name for name, module in sys.modules.items() if module]"
    command = [sys.executable, "-c", f"{imports}; import json, sys; print(json.dumps({names}))"]
    loaded = subprocess.run(command, capture_output=True, check=True).stdout
    own = ("monitor", "__main__")
    return [name for name in json.loads(loaded) if name.partition(".")[0] not in own]

def state():
    return {
        "warnings filters": list(map(repr, warnings.filters)),
        "os.environ": dict(os.environ),
        "threads": threading.active_count(),
        "sys.modules": [name for name in sys.modules if is_replaced(name)],
    }

def is_replaced(name):
    specification = getattr(sys.modules[name], "__spec__", None)
    return name not in before and getattr(specification, "name", None) != name

def changes(name):
    global before
    before, handlers = set(sys.modules), []
    codecs.register_error = lambda *handler: handlers.append(handler)
    at_first = state()
    importlib.import_module(name)
    at_last = state()
    changed = [part for part in at_first if at_first[part] != at_last[part]]
    return changed + ["codecs"] * bool(handlers)

if __name__ == "__main__":
    modules = sys.argv[1:]
    for library in libraries(modules):
        try:
            importlib.import_module(library)
        except Exception:
            pass
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        print(json.dumps(dict(zip(modules, pool.map(changes, modules, chunksize=1)))))
"""


@pytest.fixture(scope="module")
def changes():
    command = [sys.executable, "-c", PROGRAM, *MODULES]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.skipif(sys.platform != "linux", reason="copies a process by fork")
@pytest.mark.parametrize("module", MODULES)
def test_an_import_has_no_side_effect(changes, module):
    assert changes[module] == []
