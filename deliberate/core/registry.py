"""Finding plugins and asking them, behind a typed facade. One object, no global state.

Entry points are loaded one by one in the order of their names: a broken plugin is reported and
the rest goes on.
"""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
from marshmallow import Schema

from deliberate.core import defaults, hookspecs
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import Questions, read_questions
from deliberate.core.advice.reason import Reason
from deliberate.core.advice.reasons import home_reasons
from deliberate.core.deliberation.table_plan.problem import Problem, Proposal
from deliberate.core.errors import DeliberateError, Finding, Message, UnusableInput, Where, message
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.kinds import kinds
from deliberate.core.process.kind import Kind, StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.library import Library
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.source import is_companion, read_rulebook_files, read_toml
from deliberate.core.rulebook.unfit import askable
from deliberate.core.text import Text

GROUP = "deliberate"
TABLES_BESIDE = ("targets", "population")
"""Tables that may lie beside a rulebook, for an agency to start from."""


@dataclass(frozen=True, slots=True)
class PluginStatus:
    """What became of one entry point. `error` says why a broken one was left out."""

    name: str
    distribution: str
    version: str
    ok: bool
    error: Message | None = None
    models: tuple[str, ...] = ()


class Registry:
    """All plugins of an installation and what they bring."""

    def __init__(self, manager: pluggy.PluginManager, statuses: tuple[PluginStatus, ...]) -> None:
        self._manager = manager
        self._statuses = statuses
        self.kinds: Mapping[str, Kind] = kinds()
        self._files = _model_files(manager)
        self._rulebooks: dict[str, Rulebook] = {}
        self.library = Library(self.schemas())

    @classmethod
    def load(
        cls, points: Iterable[EntryPoint] | None = None, extra: Iterable[ModuleType] = ()
    ) -> Registry:
        """Load the installed plugins (or `points`), then `extra` modules such as jurisdictions."""
        manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        manager.register(defaults, "deliberate.defaults")
        for module in extra:
            manager.register(module, module.__name__)
        found = entry_points(group=GROUP) if points is None else points
        statuses = [_register(manager, point) for point in sorted(found, key=lambda p: p.name)]
        manager.check_pending()
        return cls(manager, tuple(statuses))

    def plugins(self) -> tuple[PluginStatus, ...]:
        """Every entry point with its distribution, and the reason why a broken one is left out."""
        return self._statuses

    def catalogues(self) -> tuple[Path, ...]:
        """The folders `locale` of the plugins' packages, in which their translations stand."""
        plugins = (self._manager.get_plugin(status.name) for status in self._statuses if status.ok)
        files = (getattr(plugin, "__file__", None) for plugin in plugins)
        folders = (Path(file).parent / "locale" for file in files if file)
        return tuple(folder for folder in folders if folder.is_dir())

    def examples(self) -> tuple[Path, ...]:
        """The pilot files in the folders `examples` of the plugins' packages, in their order."""
        plugins = (self._manager.get_plugin(status.name) for status in self._statuses if status.ok)
        files = (getattr(plugin, "__file__", None) for plugin in plugins)
        folders = (Path(file).parent / "examples" for file in files if file)
        return tuple(path for folder in folders for path in sorted(folder.glob("*.toml")))

    # ------------------------------------------------------------------ models
    def names(self) -> tuple[str, ...]:
        """All rulebooks as `model/variant`; a model's first is its default."""
        return tuple(self._files)

    def rulebook(self, name: str) -> Rulebook:
        """A rulebook by `model/variant`, or a model's default variant by `model` alone."""
        full = name if "/" in name else self._default_variant(name)
        if full not in self._files:
            raise UnusableInput(
                "NO_MODEL",
                message("There is no model “{name}” here.", name=name),
                fix=self._instead_of(name),
            )
        if full not in self._rulebooks:
            self._rulebooks[full] = self.read_rulebook(self._files[full][1])
        return self._rulebooks[full]

    def _instead_of(self, name: str) -> Message:
        """What there is, and first the name that was probably meant."""
        names = self.names()
        known = names if "/" in name else tuple(dict.fromkeys(n.split("/")[0] for n in names))
        meant = next(iter(get_close_matches(name.lower(), known, n=1)), None)
        if meant is None:
            return message("Installed: {names}.", names=names or None)
        return message("Did you mean {meant}? Installed: {names}.", meant=meant, names=names)

    def tables_beside(self, name: str) -> Mapping[str, Path]:
        """The tables that lie beside a rulebook, by what they are: `targets` and `population`.

        `NAME.targets.csv` holds quotas that a panel of this variant can carry, and
        `NAME.population.csv` the figures that they are made from. A rulebook that is not
        installed has none.
        """
        if name not in self._files:
            return {}
        path = self._files[name][1]
        beside = {what: path.with_suffix(f".{what}.csv") for what in TABLES_BESIDE}
        return {what: file for what, file in beside.items() if file.is_file()}

    def read_rulebook(self, path: Path) -> Rulebook:
        """Read a rulebook from a file of one's own."""
        return load_rulebook(read_rulebook_files(path), self.schemas(), self.rulebook)

    def rulebooks(self) -> tuple[Rulebook, ...]:
        return tuple(self.rulebook(name) for name in self._files)

    def schemas(self) -> dict[str, type[Schema]]:
        """The parameter schema of each kind that a rulebook may name."""
        return {
            name: kind.parameters
            for name, kind in self.kinds.items()
            if kind.parameters is not None
        }

    def _default_variant(self, model: str) -> str:
        return next((name for name in self._files if name.split("/")[0] == model), model)

    @cached_property
    def questions(self) -> Questions:
        """What the advisor asks, read once."""
        return read_questions()

    # ------------------------------------------------------------------ jurisdictions
    @cached_property
    def _jurisdictions(self) -> dict[str, Jurisdiction]:
        found: dict[str, Jurisdiction] = {}
        for group in reversed(self._manager.hook.deliberate_jurisdictions()):
            found.update({item.id: item for item in group})
        return found

    def jurisdiction(self, name: str) -> Jurisdiction:
        known = self._jurisdictions
        if name not in known:
            raise UnusableInput(
                "NO_JURISDICTION",
                message("There is no jurisdiction “{name}” here.", name=name),
                fix=message("Known: {options}.", options=tuple(sorted(known))),
            )
        return known[name]

    def jurisdiction_name(self, name: str) -> Text:
        """What people call a jurisdiction; one that is not installed keeps its identifier."""
        known = self._jurisdictions.get(name)
        return known.name if known is not None else Text.of({"en": name})

    # ------------------------------------------------------------------ choosing hooks
    def findings(self, process: Process) -> tuple[Finding, ...]:
        """What the plugin that owns the process's model adds to the declarative checks.

        It is not asked for rules that read an open parameter whose value does not fit.
        """
        rulebook, pilot = askable(process.rulebook, process.pilot)
        if rulebook is not process.rulebook:
            process = replace(process, rulebook=rulebook, pilot=pilot)
        caller = self._owner_only("deliberate_check", process.rulebook.model)
        with _named("deliberate_check", process.rulebook.model):
            return tuple(item for group in caller(process=process) for item in group)

    def tables_for(self, view: StepView, problem: Problem, seed: str) -> Proposal:
        """The tables that the plugin of the process's model proposes, or the core's own."""
        process = view.process
        caller = self._owner_only("deliberate_plan_deliberation", process.rulebook.model)
        with _named("deliberate_plan_deliberation", process.rulebook.model):
            proposal: Proposal = caller(
                process=process, step=view.step.id, problem=problem, seed=seed
            )
        return proposal

    def reasons(self, issue: Issue, rulebook: Rulebook) -> tuple[Reason, ...]:
        """Reasons for and against a variant: of its [fit], its plugin, and where it is at home."""
        caller = self._owner_only("deliberate_fit", rulebook.model)
        with _named("deliberate_fit", rulebook.model):
            groups = [tuple(group) for group in caller(issue=issue, rulebook=rulebook)]
        home = rulebook.jurisdiction
        own = home_reasons(issue, home, self.jurisdiction_name(home))
        return (*(item for group in reversed(groups) for item in group), *own)

    def _owner_only(self, hook: str, model: str) -> Any:
        """The hook with every plugin left out that owns another model."""
        owner = next(
            (plugin for name, (plugin, _) in self._files.items() if name.split("/")[0] == model),
            None,
        )
        others = {plugin for plugin, _ in self._files.values() if plugin is not owner}
        return self._manager.subset_hook_caller(hook, others)


@contextmanager
def _named(hook: str, model: str) -> Iterator[None]:
    """A hook that fails is an error of its plugin, told with the line where it stands."""
    try:
        yield
    except DeliberateError:
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        raise UnusableInput(
            "PLUGIN",
            message(
                "The plugin of “{model}” failed in {hook}: {reason}",
                model=model,
                hook=hook,
                reason=f"{error!r}",
            ),
            where=Where(frame.filename, frame.lineno or 0),
            fix=message("Nothing was changed. Update the plugin, or tell its authors."),
        ) from error


def _register(manager: pluggy.PluginManager, point: EntryPoint) -> PluginStatus:
    dist = point.dist
    name = dist.name if dist is not None else ""
    version = dist.version if dist is not None else ""
    try:
        module = importlib.import_module(point.value)
        manager.register(module, point.name)
        hooks = manager.get_hookcallers(module) or []
        unknown = [hook.name for hook in hooks if not hook.has_spec()]
        if unknown:
            manager.unregister(module)
            text = message("It implements hooks that do not exist: {hooks}.", hooks=tuple(unknown))
            return PluginStatus(point.name, name, version, False, text)
        models = _checked_models(module)
    except Exception as error:  # a plugin may fail in any way; it is reported, never hidden
        if manager.has_plugin(point.name):
            manager.unregister(name=point.name)
        reason = error.message if isinstance(error, DeliberateError) else None
        text = message("It cannot be loaded: {reason}", reason=reason or f"{error!r}")
        return PluginStatus(point.name, name, version, False, text)
    return PluginStatus(point.name, name, version, True, None, models)


def _checked_models(module: ModuleType) -> tuple[str, ...]:
    provide = getattr(module, "deliberate_models", None)
    return tuple(map(_name_of, _rulebooks(provide()))) if provide is not None else ()


def _rulebooks(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files of rulebooks; documents and a fit beside one belong to it."""
    return (path for path in map(Path, paths) if not is_companion(path))


def _model_files(manager: pluggy.PluginManager) -> dict[str, tuple[Any, Path]]:
    """Rulebook files by `model/variant`, with the plugin that owns each, in order of plugins."""
    files: dict[str, tuple[Any, Path]] = {}
    for _, plugin in sorted(manager.list_name_plugin()):
        provide = getattr(plugin, "deliberate_models", None)
        for path in _rulebooks(provide() if provide and plugin is not hookspecs else ()):
            files.setdefault(_name_of(path), (plugin, path))
    return files


def _name_of(path: Path) -> str:
    head = read_toml(path).data.get("rulebook")
    model, variant = (
        (head.get("model"), head.get("variant")) if isinstance(head, dict) else ("", "")
    )
    if not (isinstance(model, str) and isinstance(variant, str) and model and variant):
        raise UnusableInput(
            "NO_RULEBOOK",
            message("This file is no rulebook: it names no model and variant."),
            where=Where(str(path)),
            fix=message("Write [rulebook] with model and variant, or leave the file out."),
        )
    return f"{model}/{variant}"
