"""Read the plates in pictures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbsec.cli.complaints import MISTAKE
from zbsec.cli.language import add_language

if TYPE_CHECKING:
    import argparse
    from types import SimpleNamespace

    from zbsec.plates import Reader
    from zbsec.records import PlateReading

HELP = "read the plates in pictures"


def add(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
    read = subjects.add_parser("read", help="read the plates in pictures", description=__doc__)
    read.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="picture files, or folders of them")
    read.add_argument("--crop", action="store_true", help="each picture is one plate and little else")
    read.add_argument("--show", action="store_true", help="write the vehicles, windows and surroundings hidden")
    read.add_argument("--out", type=Path, default=Path("zbsec-plates"), help="folder for --show (%(default)s)")
    read.add_argument("--json", action="store_true", help="print JSON")
    add_language(read)


def run(options: argparse.Namespace) -> int:
    """0: every picture was read; 1: one or more could not be used, the others were read; 2: none could be used."""
    from zbsec import plates  # noqa: PLC0415
    from zbsec.cli.plates.words import words  # noqa: PLC0415
    from zbsec.devices.drivers.pictures import picture_files  # noqa: PLC0415

    texts = words(options.lang)
    files = [path for given in options.images for path in picture_files(given)]
    if options.show:
        options.out.mkdir(parents=True, exist_ok=True)
    reader = plates.load()
    results = []
    for number, path in enumerate(files, 1):
        results.append(_read(reader, path, number, options))
        if not options.json:
            _tell(results[-1], texts)
    refused = sum("error" in result for result in results)
    if options.json:
        print(json.dumps({"pictures": results}, ensure_ascii=False, indent=2))
    elif len(results) > 1:
        found = sum(len(result.get("plates", ())) for result in results)
        print(texts.sum.format(pictures=len(results), plates=found, refused=refused))
    return 0 if not refused else 1 if refused < len(results) else MISTAKE


def _read(reader: Reader, path: Path, number: int, options: argparse.Namespace) -> dict[str, Any]:
    from zbsec.cli.plates.show import write  # noqa: PLC0415
    from zbsec.devices.drivers.pictures import read_image  # noqa: PLC0415
    from zbsec.errors import ImageError  # noqa: PLC0415

    try:
        image = read_image(path)
    except ImageError as error:
        return {"file": str(path), "error": error.why.of(options.lang)}
    one = reader.read_crop(image) if options.crop else None
    readings = ([one] if one else []) if options.crop else reader.read(image)
    result: dict[str, Any] = {"file": str(path), "plates": [_facts(reading) for reading in readings]}
    if options.show and readings:
        shown = options.out / f"{number:03}-{path.stem}.jpg"
        write(shown, image, readings)
        result["shown"] = str(shown)
    return result


def _facts(reading: PlateReading) -> dict[str, Any]:
    from zbsec.plates.grammar import parsed  # noqa: PLC0415

    plate = parsed(reading.text)
    return {
        "text": reading.text,
        "kind": plate.kind.name if plate else None,
        "kind_zh": plate.kind.zh if plate else None,
        "plate_class": plate.class_for(reading.colour, reading.rows, on_paper=reading.on_paper) if plate else None,
        "colour": reading.colour.value,
        "colour_zh": reading.colour.zh,
        "rows": reading.rows,
        "on_paper": reading.on_paper,
        "score": round(reading.score, 4),
        "characters": [round(float(row.max()), 4) for row in reading.probabilities],
        "corners": [[round(float(x), 1), round(float(y), 1)] for x, y in reading.corners],
    }


def _tell(result: dict[str, Any], texts: SimpleNamespace) -> None:
    name = result["file"]
    if "error" in result:
        print(f"{name}: {texts.refused.format(reason=result['error'])}", file=sys.stderr, flush=True)
        return
    for plate in result["plates"]:
        kind = plate[texts.kind] or texts.odd
        print(f"{name}: {plate['text']}  {kind}  {plate[texts.colour]}  {plate['score']:.2f}", flush=True)
    if not result["plates"]:
        print(f"{name}: {texts.none}", flush=True)
    if "shown" in result:
        print(f"  {texts.shown.format(path=result['shown'])}", flush=True)
