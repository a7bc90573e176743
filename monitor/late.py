"""Modules that other packages load with themselves, and that few commands need: loaded once they are asked for."""

import importlib
import sys
import types


class _Late(types.ModuleType):
    def __getattr__(self, name):
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        vars(self).update(vars(importlib.import_module(self.__name__)))
        if name not in vars(self):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return vars(self)[name]


def load_late(name):
    """Let `import name` do nothing until something in the module is asked for; for a program of its own."""
    sys.modules.setdefault(name, _Late(name))
