"""The settings of a workspace: a mistake is named with its line and what is allowed."""

import re

import pytest

from monitor.errors import InputError
from monitor.loaders.options import LoadOptions
from monitor.workspace import Workspace


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "[theme]\nnumber = 7",
            r"line 1: theme: 'theme' is not known here; available: columns, dates, batches, limits",
        ),
        (
            "[themes]\nnumbers = 7",
            r"line 2: themes.numbers: 'numbers' is not known here; available: number, names",
        ),
        ("[themes\n", r"monitor.toml: is not TOML in UTF-8: .*line 1"),
        (
            "themes = 7",
            r"monitor.toml, line 1: themes: write \[themes\] and its settings below, not 7",
        ),
        (
            '[themes]\n\nnumber = "12"',
            r"line 3: themes.number: must be a whole number above 0, such as 12, not '12'",
        ),
        (
            "[themes]\nnumber = 0",
            r"line 2: themes.number: must be a whole number above 0, such as 12, not 0",
        ),
        ("[themes]\nnumber = -3", r"must be a whole number .* not -3"),
        ("[themes]\nnumber = true", r"must be a whole number .* not True"),
        ("[themes]\nnumber = 2.5", r"must be a whole number .* not 2.5"),
        (
            "themes = { number = 0 }",
            r"monitor.toml, line 1: themes.number: must be a whole number .* not 0",
        ),
        ("[themes.names]\nT03 = 7", r"line 2: themes.names.T03: must be names in braces, .* not 7"),
        ('[themes.names]\nT03 = " "', r"line 2: themes.names.T03: must be names in braces"),
        ('[themes.names]\nfish = "Fishing"', r"line 2: themes.names.fish: is no id of a theme"),
        ("[columns]\ntitle = 3", r"line 2: columns.title: must be text .* not 3"),
        ("[dates]\nday_first = 'yes'", r"day_first: must be true or false, not 'yes'"),
        ("[dates]\nday_first = 1", r"day_first: must be true or false, not 1"),
        (
            "[limits]\nmax_text = 1e6",
            r"limits.max_text: must be a whole number .* not 1000000.0",
        ),
        ("[stance]\ncodebook = 2025-03-01", r"codebook: must be text .* not 2025-03-01"),
        (
            "[feeds]\naddresses = 'https://a.example'",
            r"feeds.addresses: must be a list of texts, .* not 'https://a.example'",
        ),
        (
            "[feeds]\naddresses = ['https://a.example', 3]",
            r"line 2: feeds.addresses: must be a list of texts, .* not 3",
        ),
        ("[cluster]\naddress = 8786", r"cluster.address: must be text .* not 8786"),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_what_is_allowed(workspace, settings, message):
    (workspace.path / "monitor.toml").write_text(settings)
    with pytest.raises(InputError, match=message):
        Workspace(workspace.path)


def test_limits_of_the_settings_reach_the_loaders(workspace):
    (workspace.path / "monitor.toml").write_text("[limits]\nmax_text = 100\n")
    assert Workspace(workspace.path).load_options().max_text == 100
    (workspace.path / "monitor.toml").write_text("[limits]\nmax_text = -1\n")
    with pytest.raises(InputError, match=r"limits.max_text: must be a whole number .* not -1"):
        Workspace(workspace.path)


def test_every_setting_of_a_new_workspace_is_valid_once_its_comment_sign_is_removed(workspace):
    settings = workspace.path / "monitor.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    active = [re.sub(r"^# (\w+ = )", r"\1", line) for line in lines]
    settings.write_text("\n".join(active), encoding="utf-8")
    read = Workspace(workspace.path).settings
    assert read["themes"] == {"number": 12, "names": {"T03": "Arms deliveries"}}
    limits = {name for name in LoadOptions.__dataclass_fields__ if name.startswith("max_")}
    assert set(read["limits"]) == limits
    assert read["feeds"]["addresses"]
