"""One model per state of the data; training that fails says why."""

import shutil
from pathlib import Path

import pytest

from bot import training


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a model is made of."""
    for name in training._INPUTS:
        source, copy = training.ROOT / name, tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copy(source, copy)
    monkeypatch.setattr(training, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("changed", ["config.yml", "domain.yml", "data/nlu/commands.yml", "bot/nlu/classifier.py"])
def test_a_model_is_named_after_everything_it_is_made_of(project: Path, changed: str) -> None:
    before = training.fingerprint()
    assert training.fingerprint() == before
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert training.fingerprint() != before


def test_training_that_fails_says_why_and_leaves_no_model(project: Path) -> None:
    (project / "config.yml").write_text("recipe: [", encoding="utf-8")
    models = project / "models"
    with pytest.raises(training.TrainingError) as failure:
        list(training.train(models))
    assert "YAML" in str(failure.value)
    assert not training.model_path(models).exists()
