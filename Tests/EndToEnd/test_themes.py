"""Themes: found in the folders, turned to by a key, taken again when their file is written anew."""
import pytest

import program
import records
from terminal import tui

THEME = "name: mine\nextends: dark\nroles:\n  header: {colour: \"%s\", ansi: red}\n"
# Colours of the palette of 256, as pyte names them.
RED, GREEN = "ff0000", "00ff00"


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "iamwatch" / "themes"
    found.mkdir(parents=True)
    return found


@pytest.fixture
def day(file):
    return file([records.record(1)])


def ink(screen):
    """The colour of the program's name in the header."""
    return screen.screen.buffer[0][1].fg


def watch(folder, day, theme):
    return tui("--source", day, "--theme", theme, XDG_CONFIG_HOME=folder.parents[1])


def test_a_theme_written_anew_is_shown_within_seconds(folder, day):
    path = folder / "mine.yaml"
    path.write_text(THEME % "#ff0000")
    with watch(folder, day, "mine") as screen:
        screen.wait("● complete")
        assert ink(screen) == RED
        path.write_text(THEME % "#00ff00")
        screen.wait(lambda _: ink(screen) == GREEN, "the new colour")
        # One with an error changes nothing and is told with its line.
        path.write_text((THEME % "#ff0000").replace("header", "haeder"))
        screen.press("!")
        screen.wait("mine.yaml:4")
        assert ink(screen) == GREEN
        path.write_text(THEME % "#ff0000")
        screen.wait(lambda _: ink(screen) == RED, "the mended theme")


def test_a_key_turns_to_a_theme_of_the_folder(folder, day):
    (folder / "mine.yaml").write_text(THEME % "#00ff00")
    with watch(folder, day, "dark") as screen:
        screen.wait("● complete")
        # dark and the five others that ship come before it.
        for _ in range(6):
            assert ink(screen) != GREEN
            screen.press("t")
            screen.settle(0.2)
        screen.wait(lambda _: ink(screen) == GREEN, "the folder's theme")


@pytest.mark.parametrize("text, said", [
    ("name: mine\nroles:\n  texd: {}\n", "mine.yaml:3: texd: unknown role"),
    ("name: mine\nextends: nosuch\n", "mine.yaml:2: extends: a theme extends a built-in one"),
    ("name: mine\nroles: [\n", "mine.yaml:3"),
])
def test_a_theme_with_an_error_is_refused_with_its_line(tmp_path, day, text, said):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    done = program.once(day, options=("--theme", path))
    assert done.returncode == 2
    assert said in done.stderr.decode()
