"""`./run elasticsearch`: what is missing on the machine is said in one sentence with its remedy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "portal" / "local_elasticsearch.py"


def fetch(tmp_path: Path) -> tuple[int, str]:
    """Ask for the server alone, on a machine whose programs are those in `tmp_path`."""
    environment = os.environ | {
        "PATH": str(tmp_path),
        "ES_JAVA_HOME": str(tmp_path / "java"),
        "ELASTICSEARCH_HOME": str(tmp_path / "kept"),
    }
    command = [sys.executable, SCRIPT, "--fetch-only"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stderr


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def java(tmp_path: Path) -> None:
    program(tmp_path / "java" / "bin" / "java", "exit 0")
    (tmp_path / "java" / "release").write_text('JAVA_VERSION="17.0.1"\n')


@pytest.mark.usefixtures("java")
def test_without_maven_the_line_that_installs_it_is_said(tmp_path: Path) -> None:
    code, sentence = fetch(tmp_path)
    assert code == 2
    assert "apt-get install maven" in sentence


@pytest.mark.usefixtures("java")
def test_what_maven_complains_of_is_handed_on(tmp_path: Path) -> None:
    program(tmp_path / "mvn", "echo 'Unknown host'; exit 1")
    code, sentence = fetch(tmp_path)
    assert code == 1
    assert sentence == "Maven could not fetch Elasticsearch 8.19.8: Unknown host\n"
    assert list((tmp_path / "kept").iterdir()) == []
