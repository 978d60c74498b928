"""The list of models, for people and for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zbsec.cli.columns import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import SimpleNamespace

    from zbsec.models import Catalogue, Model, Recipe

_KEPT = ("name", "task", "file", "size", "sha256", "licence", "source", "url", "template", "accuracy", "note")


def facts(catalogue: Catalogue, model: Model) -> dict[str, Any]:
    """What is known of a model, with where it lies."""
    known = asdict(model)
    path = catalogue.find(model.name)
    return {
        **{key: known[key] for key in _KEPT},
        "input": known["input"] and {**known["input"], **(known["pixels"] or {})},
        "outputs": known["outputs"],
        "manifest": model.manifest,
        "path": path and str(path),
    }


def backend(catalogue: Catalogue, recipe: Recipe) -> dict[str, Any]:
    """What is known of a face backend, and whether all of it is there."""
    known = {"name": recipe.name, "models": list(recipe.models), "min_score": recipe.min_score}
    return {**known, "installed": catalogue.has(recipe.name)}


def lines(catalogue: Catalogue, texts: SimpleNamespace) -> Iterator[str]:
    """A row a model, and a row a face backend."""
    rows = [[texts.heading, texts.task, texts.size, texts.licence, texts.place]]
    for model in catalogue.models:
        place = catalogue.find(model.name) or texts.absent
        rows.append([model.name, texts.tasks.get(model.task, model.task), f"{model.size:,}", model.licence, str(place)])
    yield from aligned(rows)
    yield ""
    backends = [_row(catalogue, recipe, texts) for recipe in catalogue.recipes]
    yield from aligned([[texts.backends, "", ""], *backends])


def _row(catalogue: Catalogue, recipe: Recipe, texts: SimpleNamespace) -> list[str]:
    missing = ", ".join(name for name in recipe.models if catalogue.find(name) is None)
    return [recipe.name, " + ".join(recipe.models), texts.lacks.format(models=missing) if missing else texts.ready]
