"""The settings of a workspace, read from `monitor.toml` and checked by `data/settings.toml`."""

from collections import defaultdict

from monitor.errors import InputError
from monitor.toml_files import Mistake, check_form, read_toml

SETTINGS = "monitor.toml"


def read_settings(path):
    """Dict of all sections of a `monitor.toml`, each a dict of its settings.

    Raises InputError for a file that is not TOML, an unknown section or setting, and a value of the
    wrong kind; it names the file, the line, the value and what is allowed.
    """
    texts = {}
    settings = read_toml(path, texts, InputError)
    try:
        check_form(settings, "settings.toml")
    except Mistake as mistake:
        raise InputError(mistake.in_words(texts)) from None
    return defaultdict(dict, settings)
