"""The package of the pipeline's functions: small, the same for the same inputs, and of nothing that Amazon Linux 2023 has not."""
import hashlib
import re
import subprocess
import zipfile

import package


def test_it_is_small():
    assert package.path().stat().st_size <= 15_000_000


def test_the_same_inputs_make_the_same_bytes(tmp_path):
    rule = tmp_path / "rules" / "own.yml"
    rule.parent.mkdir()
    rule.write_text("title: x\n")
    made = [package.make(tmp_path / f"{number}.zip", rule.parent) for number in range(2)]
    assert len({hashlib.sha256(one.read_bytes()).digest() for one in made}) == 1
    with zipfile.ZipFile(made[0]) as inside:
        assert inside.read("rules/own.yml") == rule.read_bytes()
        assert inside.getinfo("bootstrap").external_attr >> 16 == 0o100755


def test_nothing_in_it_needs_a_newer_glibc_than_amazon_linux_2023_has():
    for file in sorted(package.folder().rglob("*")):
        if not file.is_file():
            continue
        symbols = subprocess.run(["objdump", "-T", file], capture_output=True, text=True, check=True).stdout
        needed = {tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_([0-9.]+)\)", symbols)}
        assert max(needed, default=(0,)) <= (2, 34), f"{file.name} needs glibc {max(needed)}"


def test_it_has_every_library_it_needs_and_takes_its_own_before_the_systems():
    loaded = subprocess.run(
        ["ldd", package.bootstrap()], capture_output=True, text=True, check=True,
        env={"LD_LIBRARY_PATH": "/lib64:/usr/lib64:/lib/x86_64-linux-gnu"}).stdout
    systems_own = re.compile(r"(linux-vdso|.*ld-linux-x86-64|libc|libm|libresolv|libgcc_s|libstdc\+\+)\.so")
    others = [line for line in loaded.splitlines() if not systems_own.match(line.strip())]
    assert others
    assert [line for line in others if f"=> {package.folder()}/" not in line] == []


def test_it_has_no_screen():
    names = [file.name for file in package.folder().rglob("*")]
    assert not [name for name in names if "ncurses" in name or "tinfo" in name]
    assert b"ncurses" not in package.bootstrap().read_bytes()
