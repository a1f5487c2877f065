"""Terraform itself, with the real provider where a mirror of it is at hand."""
import os
import pathlib
import shutil
import subprocess

import pytest

import program

# Seconds: an apply waits for what AWS would take its time with.
PATIENCE = 300


def program_path():
    """Terraform; the test is skipped where there is none."""
    found = shutil.which("terraform")
    if not found:
        pytest.skip("skipped: no terraform")
    return found


def mirror():
    """A filesystem mirror that holds hashicorp/aws; the test is skipped where there is none."""
    named = os.environ.get("IAMWATCH_TF_PLUGINS")
    usual = [pathlib.Path(place) / "tf-plugins" for place in ("/opt", "/usr/local/share", pathlib.Path.home(), program.ROOT.parent)]
    for place in [pathlib.Path(named)] if named else usual:
        if list(place.glob("registry.terraform.io/hashicorp/aws/*")):
            return place
    pytest.skip("skipped: no tf-plugins folder with hashicorp/aws; name one in IAMWATCH_TF_PLUGINS")


def environment(folder, **more):
    """What Terraform runs with: the mirror alone, credentials of nobody, no look at the machine's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    rc = pathlib.Path(folder) / "terraform.rc"
    rc.write_text('provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' % mirror())
    kept.update(
        TF_CLI_CONFIG_FILE=str(rc), TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1", AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true",
        AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, **more)
    return kept


def run(root, *arguments, env, statuses=(0,)):
    """One command of Terraform in a root; its output where its exit status is one of those."""
    done = subprocess.run(
        [program_path(), f"-chdir={root}", *arguments, "-no-color"], capture_output=True, text=True,
        env=env, timeout=PATIENCE)
    assert done.returncode in statuses, f"terraform {arguments[0]}: {done.returncode}\n{done.stdout[-6000:]}\n{done.stderr}"
    return done.stdout


def is_laid_out(root):
    """Whether `terraform fmt` would change nothing; what it would change."""
    done = subprocess.run(
        [program_path(), "fmt", "-check", "-diff", "-recursive", str(root)], capture_output=True, text=True,
        timeout=60)
    return done.stdout
