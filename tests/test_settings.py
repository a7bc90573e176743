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
            r"unknown section \[theme\]; available: columns, dates, batches, limits, stance",
        ),
        (
            "[themes]\nnumbers = 7",
            r"line 2: \[themes\] unknown setting numbers; available: number, names",
        ),
        ("[themes\n", r"monitor.toml cannot be read: .*line 1"),
        ("themes = 7", r"write \[themes\] and its settings below"),
        (
            '[themes]\n\nnumber = "12"',
            r'line 3: \[themes\] number is "12"; it must be a whole number',
        ),
        (
            "[themes]\nnumber = 0",
            r"line 2: \[themes\] number is 0; it must be a whole number above 0",
        ),
        ("[themes]\nnumber = -3", r"number is -3; it must be"),
        ("[themes]\nnumber = true", r"number is true; it must be"),
        ("[themes]\nnumber = 2.5", r"number is 2.5; it must be"),
        ("themes = { number = 0 }", r"monitor.toml: \[themes\] number is 0"),
        ("[themes.names]\nT03 = 7", r'\[themes\] names is {"T03": 7}; it must be names in braces'),
        ("[columns]\ntitle = 3", r"\[columns\] title is 3; it must be text"),
        ("[dates]\nday_first = 'yes'", r'day_first is "yes"; it must be true or false'),
        ("[dates]\nday_first = 1", r"day_first is 1; it must be true or false"),
        (
            "[limits]\nmax_text = 1e6",
            r"\[limits\] max_text is 1000000.0; it must be a whole number",
        ),
        ("[stance]\ncodebook = 2025-03-01", r"codebook is 2025-03-01; it must be text"),
        (
            "[feeds]\naddresses = 'https://a.example'",
            r"addresses is .*; it must be a list of texts",
        ),
        (
            "[feeds]\naddresses = ['https://a.example', 3]",
            r"addresses is .*; it must be a list of texts",
        ),
        ("[cluster]\naddress = 8786", r"\[cluster\] address is 8786; it must be text"),
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
    with pytest.raises(InputError, match=r"\[limits\] max_text is -1; it must be a whole number"):
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
