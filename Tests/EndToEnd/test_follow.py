"""`iamwatch tui` on files that are still written: what is added appears, each event once."""
import gzip

from program import run
from records import envelope, record, text
from terminal import total, tui


def test_a_file_that_was_written_long_ago_is_complete_and_not_stale(file):
    with tui("--source", str(file([record(1)]))) as screen:
        screen.wait("● complete")


def test_an_event_that_is_added_appears_and_makes_the_source_live(file):
    path = file([record(1)])
    with tui("--source", str(path)) as screen:
        screen.wait("● complete")
        with path.open("ab") as out:
            out.write(text([record(2, action="DeleteUser")]))
        screen.wait("iam:DeleteUser")
        screen.wait(lambda shown: total(shown) == 2, "two events")
        screen.wait(lambda shown: "complete" not in shown, "the source is no longer as it was")


def test_a_record_that_was_half_written_at_the_start_counts_once_it_is_whole(file):
    path = file([record(1)])
    whole = text([record(2, action="DeleteUser")])
    with path.open("ab") as out:
        out.write(whole[:200])
    with tui("--source", str(path)) as screen:
        screen.wait(lambda shown: total(shown) == 1, "the whole record")
        with path.open("ab") as out:
            out.write(whole[200:])
        screen.wait("iam:DeleteUser")


def test_a_folder_that_gains_a_file_of_cloudtrails_own_form_shows_it(tmp_path, file):
    file([record(1)])
    with tui("--source", str(tmp_path)) as screen:
        screen.wait("● complete")
        (tmp_path / "part").write_bytes(gzip.compress(envelope([record(2, action="DeleteUser"), record(1)])))
        (tmp_path / "part").rename(tmp_path / "new.json.gz")
        screen.wait("iam:DeleteUser")
        screen.wait(lambda shown: total(shown) == 2, "an event that came again counts once")


def test_a_window_that_is_no_duration_is_refused():
    for window in ("soon", "30s", "-1h"):
        done = run("tui", "--source", "demo", f"--window={window}")
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"--window {window}: a duration of a minute or more" in done.stderr.decode()
