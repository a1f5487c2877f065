"""The package of the pipeline's functions, as Lambda gets it: made once a test run, unpacked where it is run."""
import functools
import os
import pathlib
import subprocess
import tempfile
import zipfile

import program

UNPACKED = tempfile.TemporaryDirectory(prefix="iamwatch-package-")


@functools.cache
def path():
    """The package: what IAMWATCH_PACKAGE names, else one that is made now."""
    named = os.environ.get("IAMWATCH_PACKAGE")
    return pathlib.Path(named) if named else make(pathlib.Path(UNPACKED.name) / "bootstrap.zip")


def make(target, *rules):
    done = subprocess.run(
        [program.ROOT / "Sources" / "bootstrap" / "package", target, *rules], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@functools.cache
def folder():
    """The unpacked package: what Lambda calls the task's root."""
    root = pathlib.Path(UNPACKED.name) / "task"
    with zipfile.ZipFile(path()) as package:
        for entry in package.infolist():
            package.extract(entry, root)
            (root / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
    return root


def bootstrap():
    return folder() / "bootstrap"
