"""The command line as an analyst meets it: clear words, useful exit codes, never a traceback."""

import csv
import datetime
import html
import http.server
import io
import json
import os
import re
import subprocess
import sys
import threading

import pytest
from conftest import article

from monitor import __version__, cli
from monitor.cli import main
from monitor.corpus.store import Store
from monitor.report.write import write_index
from monitor.workspace import Workspace

STORY = (
    "NATO sends ships to the strait\n\nBy Ann Lee\n\n"
    "HALVIK: NATO will patrol the strait from Monday, an official said.\n\n"
    "“The alliance protects trade,” said Secretary General Ida Brandt at the harbour on Friday afternoon.\n"
)


@pytest.fixture
def inbox(workspace, monkeypatch):
    monkeypatch.chdir(workspace.path)
    (workspace.inbox / "story.txt").write_text(STORY)
    return workspace.inbox


def test_ingest_takes_the_inbox_and_prints_counts_as_json(inbox, capsys):
    (inbox / "empty.txt").write_text("")
    assert main(["ingest", "--batch", "week 1", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["accepted"], printed["known"], printed["rejected"]) == (1, 0, 1)
    assert (printed["batch"], printed["version"]) == ("week 1", 1)
    assert printed["rejected_inputs"][0]["source"] == "empty.txt"


def test_the_same_inbox_again_is_known(inbox, capsys):
    main(["ingest", "--json"])
    capsys.readouterr()
    assert main(["ingest", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["accepted"], printed["known"], printed["version"]) == (0, 1, 1)


def test_a_rejected_input_is_named_with_its_reason_and_has_its_own_exit_code(inbox, capsys):
    (inbox / "story.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    assert main(["ingest"]) == cli.NOTHING_ACCEPTED
    assert "rejected: story.txt: " in capsys.readouterr().out
    main(["log"])
    assert "nothing accepted, 1 rejected" in capsys.readouterr().out


def test_a_stated_date_that_cannot_be_read_is_told_apart_from_none(inbox, capsys):
    text = STORY.partition("\n\n")[2].replace("\n\n", " ").replace(",", ";")
    rows = "".join(f"{n},{day},{text}\n" for n, day in enumerate(["14/14/2024", "", "5/6/2024"]))
    (inbox / "a.csv").write_text(f"title,date,text\n{rows}")
    (inbox / "story.txt").unlink()
    main(["ingest"])
    printed = capsys.readouterr().out
    assert "2 articles without a date\n" in printed
    assert "1 of them with an unreadable date" in printed
    assert "1 article with the note: an ambiguous date, read with the day first" in printed


def test_a_path_that_is_not_there_is_named(inbox, capsys):
    assert main(["ingest", "nowhere.csv"]) == cli.USAGE
    assert "Path 'nowhere.csv' does not exist. See: monitor" in capsys.readouterr().err


def test_an_option_without_its_value_is_named(inbox, capsys):
    assert main(["report", "--batch"]) == cli.USAGE
    assert "'--batch' requires an argument" in capsys.readouterr().err


def test_outside_a_workspace_it_says_how_to_make_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["status"]) == cli.FAILED
    assert "monitor init" in capsys.readouterr().err


def test_table_prints_csv_and_writes_files(inbox, capsysbinary, tmp_path):
    main(["ingest"])
    capsysbinary.readouterr()
    assert main(["table", "articles"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode()))
    assert (row["title"], row["authors"], row["date"]) == (
        "NATO sends ships to the strait",
        "Ann Lee",
        "",
    )
    assert main(["table", "quotes", "--format", "xlsx", "-o", str(tmp_path / "quotes.xlsx")]) == 0
    assert (tmp_path / "quotes.xlsx").read_bytes().startswith(b"PK")


def test_an_earlier_version_can_be_asked_for(inbox, capsysbinary):
    main(["ingest"])
    (inbox / "other.txt").write_text(STORY.replace("strait", "gulf"))
    main(["ingest"])
    capsysbinary.readouterr()
    main(["table", "articles", "--as-of", "1", "--format", "jsonl"])
    assert len(capsysbinary.readouterr().out.splitlines()) == 1
    assert main(["table", "articles", "--as-of", "7"]) == cli.USAGE
    assert b"unknown version or day '7'; available: 1 (" in capsysbinary.readouterr().err
    today = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    main(["table", "articles", "--as-of", today, "--format", "jsonl"])
    assert len(capsysbinary.readouterr().out.splitlines()) == 2
    assert main(["table", "articles", "--as-of", "2000-01-01"]) == cli.USAGE
    available = f"'2000-01-01'; available: 1 ({today}) and 2 ({today})."
    assert available.encode() in capsysbinary.readouterr().err


def test_a_chart_is_saved_as_a_picture(demo, tmp_path, capsys):
    where = ["--workspace", str(demo.path)]
    picture = tmp_path / "positions.png"
    assert main(["chart", "positions_by_outlet", "-o", str(picture), *where]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert main(["chart", "position", "-o", str(picture), *where]) == cli.FAILED
    assert "did you mean positions_by_outlet?" in capsys.readouterr().err
    assert main(["chart", "arrived", "-o", "chart.doc", *where]) == cli.FAILED
    assert "must end in .png, .svg or .pdf" in capsys.readouterr().err


def test_a_workspace_that_exists_is_left_as_it_is(workspace, capsys):
    (workspace.path / "codebook.toml").write_text("# mine")
    assert main(["init", str(workspace.path)]) == 0
    assert "exists already, its files are unchanged" in capsys.readouterr().out
    assert (workspace.path / "codebook.toml").read_text() == "# mine"


def test_ingest_lists_what_an_analyst_should_look_into(inbox, capsys):
    main(["ingest", "--batch", "week 1"])
    printed = capsys.readouterr().out
    assert "Batch week 1: 1 accepted, 0 known, 0 rejected" in printed
    assert "1 article without a date\n" in printed
    assert "1 article without an outlet\n" in printed
    (inbox / "table.csv").write_text(f'title,text,outlet\nTalks,"{article(3).text}",Nowhere Post\n')
    main(["ingest"])
    assert "1 outlet missing from outlets.csv: Nowhere Post\n" in capsys.readouterr().out


def test_changes_say_what_they_did_and_how_to_take_it_back(inbox, capsys):
    def say(*arguments):
        assert main([*arguments]) == cli.DONE
        return capsys.readouterr().out.splitlines()

    say("ingest", "--batch", "week 1")
    (inbox / "story.txt").write_text(STORY.replace("an official", "a senior official"))
    assert "week 1, which had 1 article: 1 accepted" in say("ingest", "--batch", "week 1")[0]
    first, *_, last = say("withdraw", "story.txt", "--reason", "a draft")
    assert (first, last) == (
        "2 articles withdrawn",
        "Corpus version 3; to undo this: monitor undo",
    )
    assert "1 known article withdrawn earlier and left out" in "".join(
        say("ingest", "--batch", "week 1")
    )
    assert say("restore", "story.txt")[0] == "2 articles reinstated"
    assert say("rename-batch", "week 1", "first week")[0] == "Batch week 1 is now called first week"
    assert say("undo") == [
        "Version 5 undone: rename, batch week 1 is now called first week",
        "Corpus version 6; to undo this: monitor restore 5",
    ]
    assert say("restore", "1") == [
        "Version 1 restored",
        "Corpus version 7; to undo this: monitor restore 6",
    ]
    log = [re.sub(r" [\dT:+-]{25} ", " ", line) for line in say("log")]
    assert log[2:6] == [
        "3 withdraw, 2 articles (a draft) – set aside",
        "4 restore, 2 articles – set aside",
        "5 rename, batch week 1 is now called first week – set aside",
        "6 undo, back to version 4 – set aside",
    ]


def test_an_empty_inbox_has_its_own_exit_code(workspace, capsys):
    assert main(["ingest", "--workspace", str(workspace.path)]) == cli.NOTHING_ACCEPTED
    assert "0 accepted" in capsys.readouterr().out


def test_status_shows_batches(inbox, capsys):
    main(["ingest", "--batch", "week 1"])
    assert main(["status"]) == 0
    printed = capsys.readouterr().out
    assert "week 1: 1 article, 0 rejected inputs (version 1)\n1 article, 0 reports\n" in printed
    main(["status", "--json"])
    status = json.loads(capsys.readouterr().out)
    assert (status["version"], status["reports"], status["newest_report"]) == (1, [], None)


def test_files_taken_in_are_moved_where_the_settings_say_so(inbox, capsys):
    settings = inbox.parent / "monitor.toml"
    settings.write_text(settings.read_text().replace("# move_to_done", "move_to_done"))
    (inbox / "week 2").mkdir()
    rows = f'title,text\nOne,"{article(3).text}"\nTwo,"{article(4).text}"\nThree,\n'
    (inbox / "week 2" / "a, b.csv").write_text(rows)
    (inbox / "empty.txt").write_text("")
    assert main(["ingest"]) == 0
    assert "2 files moved to inbox/done/" in capsys.readouterr().out
    (inbox / "story.txt").write_text(STORY)
    assert main(["ingest"]) == 0
    assert "0 accepted, 1 known, 1 rejected" in capsys.readouterr().out
    files = [path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file()]
    moved = ["done/story.txt", "done/story_2.txt", "done/week 2/a, b.csv"]
    assert sorted(files) == [*moved, "empty.txt"]


def test_only_the_inbox_has_a_folder_of_files_taken_in(inbox, monkeypatch, capsys):
    settings = inbox.parent / "monitor.toml"
    settings.write_text(settings.read_text().replace("# move_to_done", "move_to_done"))
    other = inbox.parent / "other" / "done"
    other.mkdir(parents=True)
    (other / "talks.txt").write_text(article(3).text)
    monkeypatch.chdir(inbox.parent)
    main(["ingest", "other"])
    assert "1 accepted" in capsys.readouterr().out
    # By whatever path it is named.
    main(["ingest", "inbox"])
    assert "1 file moved to inbox/done/" in capsys.readouterr().out
    main(["ingest", "./inbox/"])
    assert "0 accepted, 0 known" in capsys.readouterr().out


def test_files_stay_where_the_commit_fails(inbox, monkeypatch):
    settings = inbox.parent / "monitor.toml"
    settings.write_text(settings.read_text().replace("# move_to_done", "move_to_done"))
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", lambda *rest, **more: 1 / 0)
        assert main(["ingest"]) == 1
    assert [path.name for path in inbox.iterdir()] == ["story.txt"]


def test_a_batch_of_corrections_alone_is_no_line_of_the_status(inbox, capsys):
    row = f'title,text,url\nTalks,"{article(3).text}",https://a.example/talks\n'
    (inbox / "story.txt").unlink()
    (inbox / "a.csv").write_text(row)
    main(["ingest", "--batch", "week 1"])
    (inbox / "a.csv").write_text(row.replace("Talks", "More talks"))
    main(["ingest", "--batch", "week 2"])
    capsys.readouterr()
    main(["status"])
    printed = capsys.readouterr().out
    assert "week 1: 1 article, 0 rejected" in printed and "week 2" not in printed


def test_a_restore_says_how_many_codings_it_sets_aside(inbox, capsys):
    main(["ingest", "--batch", "week 1"])
    corpus = Workspace(inbox.parent).corpus()
    codes = {name: next(iter(values)) for name, values in corpus.codebook.dimensions.items()}
    rows = corpus.table("stance")[["passage_id"]].assign(coder="Ann", **codes)
    corpus.add_codings(rows)
    capsys.readouterr()
    main(["restore", "1"])
    assert f"{len(rows)} codings set aside" in capsys.readouterr().out


def test_undo_names_the_command_for_a_batch(inbox, capsys):
    assert main(["undo", "--help"]) == 0
    assert "monitor withdraw --batch NAME --reason TEXT" in capsys.readouterr().out


def test_status_and_index_know_the_newest_report_by_what_the_pages_say(workspace, capsys):
    made = {"report_v1.html": "2023-11-14T10:05:59", "report_v1_b.html": "2023-11-14T10:05:07"}
    for name, time in made.items():
        about = {"made": time, "title": name, "version": 1, "parameters": {}, "findings": []}
        about = html.escape(json.dumps(about))
        (workspace.reports / name).write_text(f'<meta name="report" content="{about}">')
    # A copy is as old as what it says, and a page from elsewhere is no report.
    os.utime(workspace.reports / "report_v1.html", (1, 1))
    (workspace.reports / "mine.html").write_text("mine")
    assert main(["status", "--workspace", str(workspace.path)]) == 0
    *_, count, last = capsys.readouterr().out.splitlines()
    assert count == "0 articles, 2 reports"
    assert last.endswith("reports/report_v1.html, 14 November 2023, 10:05")
    main(["status", "--json", "--workspace", str(workspace.path)])
    newest = json.loads(capsys.readouterr().out)["newest_report"]
    assert newest["path"] == str(workspace.reports / "report_v1.html")
    assert newest["written"].startswith("2023-11-14T10:05:59")
    write_index(workspace)
    index = (workspace.reports / "index.html").read_text()
    assert re.findall(r'href="(.*?)"', index) == list(made)


def test_a_report_that_stands_already_is_said_to_be_unchanged(inbox, capsys):
    main(["ingest"])
    assert main(["report"]) == 0
    written = capsys.readouterr()
    assert "Unchanged" not in written.err
    assert main(["report", "--as-of", "1"]) == 0
    unchanged = capsys.readouterr()
    assert unchanged.out == written.out.splitlines(keepends=True)[-1]
    assert re.fullmatch(r"Unchanged since \d+ \w+ \d{4}, \d\d:\d\d\n", unchanged.err)


@pytest.fixture
def two_outlets(inbox):
    """A workspace with an article of CNN and one of Vox, of two years."""
    (inbox / "story.txt").unlink()
    rows = [("CNN", 2024, article(3).text), ("Vox", 2025, article(4).text)]
    lines = [f'NATO talks,{outlet},{year}-05-06,"{text}"\n' for outlet, year, text in rows]
    (inbox / "a.csv").write_text("title,outlet,date,text\n" + "".join(lines))
    assert main(["ingest"]) == 0
    return inbox


@pytest.mark.parametrize("name", ["articles", "stance", "quotes", "theme_weights", "shares"])
def test_a_table_takes_the_parameters_of_a_report(two_outlets, capsysbinary, name):
    def outlets(*options):
        capsysbinary.readouterr()
        assert main(["table", name, *options]) == 0
        rows = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode()))
        return {row["outlet"] for row in rows}

    both = outlets()
    assert both == ({"CNN", "Vox"} if name != "theme_weights" else set())
    assert outlets("-p", "outlets=CNN") == both - {"Vox"}
    assert outlets("--param", "since=2025", "--as-of", "1") == both - {"CNN"}


@pytest.mark.parametrize("command", [["report"], ["table", "stance"], ["table", "findings"]])
@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ("outlets=Voxx", "unknown outlet 'Voxx'; available: CNN, Vox; did you mean Vox?"),
        ("outlet=CNN", "did you mean outlets?"),
        ("batch=week 1", "unknown batch 'week 1'; available: "),
        ("since=May", "since: 'May' is not a date; use YYYY-MM-DD"),
        ("until=2023", "no article matches until = 2023; the dates of corpus version 1: 2024-05"),
    ],
)
def test_a_wrong_parameter_is_named_before_anything_is_derived(
    two_outlets, capsys, command, parameter, message
):
    assert main([*command, "-p", parameter]) == cli.FAILED
    assert message in capsys.readouterr().err
    assert parameter == "until=2023" or not (two_outlets.parent / "store" / "stance").exists()


def test_a_table_of_the_whole_corpus_takes_no_outlets(two_outlets, capsys):
    assert main(["table", "log", "-p", "outlets=CNN"]) == cli.FAILED
    assert "log is a table of the whole corpus; use --batch and" in capsys.readouterr().err
    assert main(["table", "log", "--as-of", "1"]) == 0


def test_what_a_report_tests_follows_the_settings_of_the_report(two_outlets, capsys):
    settings = two_outlets.parent / "monitor.toml"
    settings.write_text('[report]\ntitle = "Ours"\noutlets = ["Nobody"]\n')
    assert main(["table", "differences"]) == cli.FAILED
    assert "unknown outlet 'Nobody'" in capsys.readouterr().err
    assert main(["table", "differences", "-p", "outlets=CNN"]) == cli.DONE


def test_a_report_without_articles_says_what_to_do(workspace, capsys):
    assert main(["report", "--workspace", str(workspace.path)]) == cli.FAILED
    assert "no articles to report on yet" in capsys.readouterr().err


def test_an_unexpected_error_is_one_line(workspace, capsys, monkeypatch):
    monkeypatch.setattr(Workspace, "corpus", lambda workspace: 1 / 0)
    assert main(["status", "--workspace", str(workspace.path)]) == cli.FAILED
    assert capsys.readouterr().err == "monitor: unexpected ZeroDivisionError: division by zero\n"


def test_an_interrupt_says_that_finished_work_is_saved(workspace, capsys, monkeypatch):
    def interrupt(workspace):
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "corpus", interrupt)
    assert main(["status", "--workspace", str(workspace.path)]) == cli.FAILED
    assert capsys.readouterr().err.strip() == "monitor: Interrupted. Finished work is saved."


def test_a_file_that_cannot_be_written_is_named(inbox, capsys):
    assert main(["table", "articles", "-o", "nowhere/articles.csv"]) == cli.FAILED
    message = "monitor: nowhere/articles.csv: No such file or directory. Fix this and run"
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tables"], "No such command 'tables'."),
        (["table"], "Missing argument 'NAME'. See: monitor table --help"),
        (["table", "quotes", "--format", "pdf"], "'pdf' is not one of 'csv', 'jsonl', 'parquet'"),
        (["report", "--as-of", "March"], "unknown version or day 'March'; available: none."),
        (["table", "articles", "--as-of", "0"], "unknown version or day '0'; available: none."),
        (["status", "--jsonl"], "No such option"),
    ],
)
def test_wrong_usage_is_one_line_and_has_its_own_exit_code(inbox, capsys, arguments, message):
    assert main(arguments) == cli.USAGE
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_monitor_alone_prints_the_help(capsys):
    assert main([]) == cli.DONE
    assert "monitor init my-watch      create a workspace of your own" in capsys.readouterr().out
    assert main(["--version"]) == cli.DONE
    assert capsys.readouterr().out == f"monitor {__version__}\n"


@pytest.mark.parametrize("name", cli.commands.commands)
def test_every_command_has_help_and_takes_a_workspace(name, capsys):
    assert main([name, "--help"]) == cli.DONE
    printed = capsys.readouterr().out
    assert printed.startswith(f"Usage: monitor {name} [OPTIONS]")
    assert "--workspace DIR" in printed
    assert cli.EXIT_CODES in printed


def test_help_needs_no_heavy_import():
    heavy = "{'pandas', 'sklearn', 'matplotlib', 'deltalake', 'trafilatura'}"
    code = f"import sys; from monitor.cli import main; main([]); print({heavy} & set(sys.modules))"
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert printed.endswith("\nset()\n")


def test_lab_opens_jupyterlab_in_the_workspace(workspace, monkeypatch):
    called = []
    monkeypatch.setattr(cli.os, "execv", lambda program, arguments: called.append(arguments))
    monkeypatch.setattr(cli.os, "geteuid", lambda: 0)
    main(["lab", "--workspace", str(workspace.path)])
    assert "--allow-root" in called[0]
    assert called[0][1:3] == ["-m", "jupyterlab"]
    assert called[0][-1] == str(workspace.notebooks)


def test_feeds_named_in_the_settings_are_taken_in(inbox, capsys):
    item = f"<item><title>Talks</title><link>http://a.example/1</link><description>{article(3).text}</description></item>"
    rss = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>"

    class Feed(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            found = self.path == "/feed.xml"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(rss.encode() if found else b"")

        def log_message(self, *words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        settings = f'[feeds]\naddresses = ["{address}/feed.xml", "{address}/gone.xml"]\n'
        (inbox.parent / "monitor.toml").write_text(settings)
        assert main(["ingest", "--feeds", "--json"]) == 0
        server.shutdown()
    receipt = json.loads(capsys.readouterr().out)
    assert (receipt["accepted"], receipt["rejected"], receipt["without_date"]) == (1, 1, 1)
    assert "404" in receipt["rejected_inputs"][0]["reason"]


def test_feeds_without_an_address_say_where_to_name_one(inbox, capsys):
    assert main(["ingest", "--feeds"]) == 1
    assert "monitor.toml lists no feeds" in capsys.readouterr().err
