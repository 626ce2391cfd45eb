"""What has to hold of the files around the code: licences, settings, targets, locks, no registry named."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from bot.settings import ROOT, Settings
from knowledge import schema

SETTINGS = Settings.model_fields
LOCKED = [
    line
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
VOCABULARIES = {
    name: values
    for name, values in vars(schema).items()
    if get_origin(values) is Literal and name not in {"Lang", "Urgency"}
}
REGISTRIES = [
    ".".join(labels)  # in parts, for this file is looked through as well
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("download", "pytorch", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("huggingface", "co"),
    )
]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def variable(name: str) -> str:
    alias = SETTINGS[name].validation_alias
    return alias if isinstance(alias, str) else f"OGOH_{name.upper()}"


@cache
def project_files() -> list[Path]:
    """Give the files that git tracks or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_documented(name: str):
    description = SETTINGS[name].description
    assert description, f"{name} has no description"
    assert f"| `{variable(name)}` |" in text("docs/settings.md")
    assert f"| {description} |" in text("docs/settings.md"), "docs/settings.md tells another meaning"


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_stands_in_the_example(name: str):
    default = SETTINGS[name].default
    assert f"\n#{variable(name)}={'' if default is None else default}\n" in text(".env.example")


def test_no_setting_is_documented_that_is_not_there():
    known = {variable(name) for name in SETTINGS}
    assert set(re.findall(r"^\| `([A-Z_]+)`", text("docs/settings.md"), re.MULTILINE)) == known
    assert set(re.findall(r"^#([A-Z_]+)=", text(".env.example"), re.MULTILINE)) == known


def test_no_registry_is_named():
    words = re.compile("|".join(map(re.escape, REGISTRIES)).encode())
    told = ROOT / "knowledge"  # records may cite whatever public source there is
    named = {
        str(path.relative_to(ROOT)): found[0].decode()
        for path in project_files()
        if told not in path.parents and (found := words.search(path.read_bytes()))
    }
    assert not named


def test_every_target_is_in_the_help():
    targets = re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE)
    told = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert len(targets) > 10
    assert re.findall(r"^  make ([a-z-]+) +\S", told, re.MULTILINE) == targets


def test_every_target_is_phony():
    makefile = text("Makefile")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert targets <= set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE))


@pytest.mark.parametrize(
    "name", [".ci/run", *(f"scripts/{name}" for name in ("debian", "index", "smollm", "step", "venv"))]
)
def test_script_can_be_run(name: str):
    assert (ROOT / name).stat().st_mode & 0o111 == 0o111
    assert subprocess.run(["bash", "-n", name], cwd=ROOT, check=False).returncode == 0


def test_licence_is_complete():
    licence = text("LICENSE")
    assert len(licence.splitlines()) == 661
    assert licence.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE\n")
    assert [int(n) for n in re.findall(r"^  (\d+)\. \S", licence, re.MULTILINE)] == list(range(18))
    assert licence.rstrip().endswith("<https://www.gnu.org/licenses/>.")


def test_licence_of_the_records():
    licence = text("knowledge/records/LICENSE")
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in licence
    assert "Attribution:" in licence
    assert re.findall(r"^Section (\d) ", licence, re.MULTILINE) == list("12345678")


def test_project_names_its_licences():
    project: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["license"] == "AGPL-3.0-or-later AND CC-BY-SA-4.0"
    assert all((ROOT / name).is_file() for name in [*project["license-files"], project["readme"]])


def test_lock_is_of_plain_pins():
    odd = [line for line in LOCKED if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.!]*", line)]
    assert not odd
    assert sorted(LOCKED, key=str.lower) == LOCKED


def test_lock_covers_what_the_project_asks_for():
    project: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {canonical(line) for line in wanted} - {"ogoh"}
    assert names <= {canonical(line) for line in LOCKED}


def test_what_the_bot_runs_on_brings_no_torch():
    project: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["project"]
    brought: set[str] = set()
    wanted = {canonical(line) for line in project["dependencies"]}
    while wanted:
        brought |= wanted
        lines = chain(*(requires(name) or [] for name in wanted))
        wanted = {canonical(line) for line in lines if "extra ==" not in line} - brought
        wanted = {name for name in wanted if is_installed(name)}  # others are for other systems
    assert len(brought) > 100
    assert not brought & {"torch", "transformers", "sentence-transformers"}


def is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def canonical(line: str) -> str:
    """Give the name of the package that a requirement asks for."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; (]", line)[0]).lower()


@pytest.mark.parametrize("name", VOCABULARIES)
def test_vocabulary_is_documented(name: str):
    told = text("docs/records.md")
    assert not [value for value in get_args(VOCABULARIES[name]) if f"`{value}`" not in told]


def test_every_kind_of_record_is_documented():
    told = re.findall(r"^## `(\w+)`: ", text("docs/records.md"), re.MULTILINE)
    assert sorted(told) == sorted(get_args(schema.Kind))


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "SECURITY.md",
        "CHANGELOG.md",
        *(f"docs/{file.name}" for file in sorted((ROOT / "docs").glob("*.md"))),
    ],
)
def test_links_between_documents_lead_somewhere(name: str):
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
