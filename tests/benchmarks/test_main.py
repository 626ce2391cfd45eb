"""`python -m benchmarks` knows what it can measure."""

from __future__ import annotations

import pytest

from benchmarks import __main__ as command


def test_an_unknown_name_is_told_with_those_that_are_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "speed"])
    with pytest.raises(SystemExit):
        command.main()
    assert "throughput" in capsys.readouterr().err
