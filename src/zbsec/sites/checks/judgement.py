"""One rule against one site: what is there, whether it may be there, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zbsec.sites.capability import Capability
from zbsec.sites.checks.conditions import faults
from zbsec.sites.checks.provision import has, providers, stated
from zbsec.sites.findings import Status, Weight
from zbsec.sites.kinds import Modality, Rule, Today
from zbsec.sites.places import InstallerRole, Location, Regime
from zbsec.sites.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zbsec.sites.checks._base import Inspection
    from zbsec.sites.model import Site
    from zbsec.sites.parts import Facility


class Judgement(NamedTuple):
    status: Status
    weight: Weight = Weight.NOTE
    reasons: tuple[Text, ...] = ()


class There(NamedTuple):
    """What the site has for a rule."""

    parts: list[str]
    """Ids of what the library drives."""
    facilities: list[Facility]
    """What the site states besides, under the very name of the rule's capability."""

    @property
    def ids(self) -> list[str]:
        return [*self.parts, *(facility.id for facility in self.facilities)]


def there(rule: Rule, site: Site) -> There:
    """What the site has of what the rule speaks about."""
    return There(providers(site, rule.capability, rule.locations), stated(site, rule.capability, rule.locations))


def judge(rule: Rule, found: There, inspection: Inspection) -> Judgement:
    """What a rule says about a site."""
    return _JUDGES[rule.today](rule, found, inspection)


def _void(_rule: Rule, found: There, _inspection: Inspection) -> Judgement:
    if not found.ids:
        return Judgement(Status.VOID)
    over = Text(en="the scheme has ended, and nothing may run on for it", zh="制度已终止，不得继续运行")
    return Judgement(Status.REFUSED, Weight.MUST, (over,))


def _refuse(_rule: Rule, found: There, _inspection: Inspection) -> Judgement:
    return Judgement(Status.REFUSED, Weight.MUST if found.ids else Weight.NOTE)


def _narrow(rule: Rule, found: There, inspection: Inspection) -> Judgement:
    """The narrower thing may be there, and need not; the thing itself may not."""
    if found.facilities:
        return Judgement(Status.REFUSED, Weight.MUST, (_wide(found),))
    return _gate(rule, found, inspection)


def _wide(found: There) -> Text:
    names = ", ".join(facility.id for facility in found.facilities)
    return Text(en=f"{names} is the thing itself, not the narrower one", zh=f"{names} 超出可提供的范围")


def _gate(rule: Rule, found: There, inspection: Inspection) -> Judgement:
    """Nobody must have it; who has it must have passed its gate. Of a system of others nobody can ask that here."""
    if not any(_arises(location, inspection.site) for location in rule.locations) and not found.ids:
        return _no_such_place(rule)
    faulty = tuple(faults(rule.capability, found.ids, inspection))
    if faulty:
        return Judgement(Status.REFUSED, Weight.MUST, faulty)
    if found.facilities:
        unknown = Text(
            en="its gate cannot be asked while it is only stated: describe it as access point or uplink",
            zh="仅作声明，无法进行启用审查：请写成通行点或上行",
        )
        return Judgement(Status.UNKNOWN, Weight.MUST, (unknown,))
    return Judgement(Status.CONDITIONAL)


def _gov(rule: Rule, found: There, inspection: Inspection) -> Judgement:
    """On a public road only a government department may; on a road of the owners, who has the duty of security."""
    site = inspection.site
    if not found.ids:
        return Judgement(Status.CONDITIONAL if _by_government(site, None) else Status.REFUSED)
    places = [*_places_of_parts(site, found.parts), *_places_of_facilities(site, found.facilities)]
    if any(regime is Regime.UNKNOWN for regime, _ in places):
        open_ = Text(en="the place is not classified", zh="该处尚未归类")
        return Judgement(Status.UNKNOWN, Weight.MUST, (open_,))
    if any(regime.installers.isdisjoint(roles) for regime, roles in places):
        return Judgement(Status.REFUSED, Weight.MUST)
    faulty = tuple(faults(rule.capability, found.ids, inspection))
    return Judgement(Status.REFUSED, Weight.MUST, faulty) if faulty else Judgement(Status.CONDITIONAL)


def _places_of_parts(site: Site, ids: Iterable[str]) -> list[tuple[Regime, frozenset[InstallerRole]]]:
    wanted = set(ids)
    points = [(site.regime_of(point), _roles(site, None)) for point in site.access_points if point.id in wanted]
    devices = [device for device in site.devices if device.id in wanted]
    return points + [(regime, _roles(site, None)) for device in devices for regime in site.regimes_of(device)]


def _places_of_facilities(site: Site, facilities: Iterable[Facility]) -> list[tuple[Regime, frozenset[InstallerRole]]]:
    return [(site.regime_of_facility(facility), _roles(site, facility.by)) for facility in facilities]


def _by_government(site: Site, by: InstallerRole | None) -> bool:
    return InstallerRole.GOVERNMENT in _roles(site, by)


def _roles(site: Site, by: InstallerRole | None) -> frozenset[InstallerRole]:
    if by:
        return frozenset({by})
    return frozenset(site.evidence.installer.roles if site.evidence.installer else ())


def _keep(rule: Rule, found: There, inspection: Inspection) -> Judgement:
    site = inspection.site
    faulty = tuple(faults(rule.capability, found.ids, inspection))
    if faulty:
        return Judgement(Status.REFUSED, Weight.MUST, faulty)
    asked = [location for location in rule.locations if _arises(location, site)]
    if not asked and not found.ids:
        return _no_such_place(rule)
    bare = [*_bare_locations(rule, asked, site), *_bare_zones(rule, site)]
    if not bare:
        return Judgement(Status.PRESENT)
    return Judgement(Status.MISSING, _weight(rule, inspection), (Text(en=_joined(bare, "en"), zh=_joined(bare, "zh")),))


def _arises(location: Location, site: Site) -> bool:
    """A demand on a part that a site need not have, and this one has not, does not arise."""
    return not location.place.optional or has(site, location)


def _no_such_place(rule: Rule) -> Judgement:
    names = rule.locations
    none = Text(
        en=f"the site has no {', '.join(place.en for place in names)}",
        zh=f"本场所没有{'、'.join(place.zh for place in names)}",
    )
    return Judgement(Status.NOT_APPLICABLE, Weight.NOTE, (none,))


def _bare_locations(rule: Rule, asked: Iterable[Location], site: Site) -> list[Text]:
    return [
        Text(en=place.en, zh=place.zh)
        for place in asked
        if not providers(site, rule.capability, (place,)) and not stated(site, rule.capability, (place,))
    ]


_IN_EACH_ZONE = frozenset({Capability.SMART_KIOSK, Capability.ONE_TOUCH_CALL})
"""One entrance with a kiosk does not help somebody who stands at another."""


def _bare_zones(rule: Rule, site: Site) -> list[Text]:
    if rule.capability not in _IN_EACH_ZONE or not providers(site, rule.capability, rule.locations):
        return []
    zones = {point.zone for point in site.access_points if point.location in rule.locations}
    served = {point.zone for point in site.access_points if point.kiosk}
    return [Text(en=zone, zh=zone) for zone in sorted(zones - served)]


def _joined(names: Iterable[Text], lang: str) -> str:
    en = lang == "en"
    return ("none at: " if en else "缺少于：") + (", " if en else "、").join(
        name.en if en else name.zh for name in names
    )


def _weight(rule: Rule, inspection: Inspection) -> Weight:
    """What the kind requires and the site has not fails it, also once the source has lapsed: the site file names the
    kind to be accepted against. A source that is not in force yet only keeps the site from an unreserved pass."""
    if rule.modality is not Modality.REQUIRED:
        return Weight.NOTE
    return Weight.MUST if rule.valid_from <= inspection.today else Weight.SHOULD


_JUDGES: dict[Today, Callable[[Rule, There, Inspection], Judgement]] = {
    Today.KEEP: _keep,
    Today.GATE: _gate,
    Today.NARROW: _narrow,
    Today.GOV: _gov,
    Today.REFUSE: _refuse,
    Today.VOID: _void,
}
