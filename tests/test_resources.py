"""Files that come with the package are where it looks for them, and its results depend on each."""

import tomllib

from monitor.resources import package_files, pattern, resource_path, words
from monitor.workspace import FILES


def test_a_new_workspace_has_a_resource_for_each_of_its_files():
    assert all((resource_path("data") / name).is_file() for name in FILES)
    assert list(resource_path("notebooks").glob("*.ipynb"))


def test_words_and_patterns_come_from_the_list_for_reading():
    lists = tomllib.loads(resource_path("data/reading.toml").read_text(encoding="utf-8"))
    assert "märz" in words("dates", "months")[2].split()
    assert all(pattern(name) for name in lists["patterns"])


def test_package_files_are_the_modules_the_data_and_the_templates_in_order():
    names = [path.name for path in package_files()]
    assert {"resources.py", "codebook.toml", "stop_words.txt", "page.html.j2"} <= set(names)
    assert package_files() == sorted(package_files())
