import os
import pathlib
import signal
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Peers")]
import program  # noqa: E402
import records  # noqa: E402

# A shell's background begins with these ignored, and so would all that is started here.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)


def pytest_collection_modifyitems(items):
    if not os.access(program.path(), os.X_OK):
        pytest.exit(f"{program.path()} is not there: build it, or name it in IAMWATCH", returncode=2)


@pytest.fixture
def file(tmp_path):
    """Writes a file of records and returns its path."""
    return lambda found, name="events.ndjson": records.write(tmp_path / name, found)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory):
    """The records of the demo as a file: a day that does not go on."""
    path = tmp_path_factory.mktemp("demo") / "day.ndjson"
    done = program.once("demo", options=("--format", "ndjson", "--scope", "all"))
    assert done.returncode == 0
    marker = b',"record":'
    with path.open("wb") as out:
        for line in done.stdout.splitlines():
            out.write(line[line.index(marker) + len(marker):-1] + b"\n")
    return path
