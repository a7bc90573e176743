"""What a program of its own does to be quick: memory is used again, and modules load once they are asked for."""

import ctypes
import importlib
import os
import sys
import types

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # options of mallopt(3), in bytes


def keep_memory():
    """Use memory again that was freed: to have the system clear it anew takes a tenth of the time of a report.

    Before pyarrow is loaded; where the C library is not glibc it does nothing.
    """
    if sys.platform == "linux" and (set_option := getattr(ctypes.CDLL(None), "mallopt", None)):
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        set_option(TRIM_THRESHOLD, 1 << 27)
        set_option(MMAP_THRESHOLD, 1 << 25)


class _Late(types.ModuleType):
    def __getattr__(self, name):
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        vars(self).update(vars(importlib.import_module(self.__name__)))
        if name not in vars(self):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return vars(self)[name]


def load_late(name):
    """Let the import of a module do nothing until something in it is asked for."""
    sys.modules.setdefault(name, _Late(name))
