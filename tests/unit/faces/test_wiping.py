"""After enrolment neither picture nor vector is anywhere in the process or on the disk (governance G42)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zbsec.errors import ConsentError
from zbsec.faces import EnrolmentError

if TYPE_CHECKING:
    from conftest import Enroll, MakeConsent, MakePortrait, Painted

    from zbsec.faces import Gallery

SEARCH = """
import json, sys
from dataclasses import dataclass
from datetime import datetime, timedelta, UTC
import cv2
import numpy as np
from zbsec.faces import FACE_TERMS, Gallery, align
from zbsec.records import Box, Consent, Face, Purpose

SECRET = 0x5DEECE66D

def picture():
    '''Made anew each time, and only ever here: the generator keeps none of it.'''
    image = np.random.default_rng(SECRET).integers(0, 256, (240, 240, 3), np.uint8)
    return image

def numbers():
    drawn = np.random.default_rng(SECRET + 1).normal(size=128)
    drawn /= np.linalg.norm(drawn)
    made = drawn.astype(np.float32)
    drawn.fill(0)
    return made

class Backend:
    name, dim, min_score = "secret", 128, 0.8
    def detect(self, image):
        return [Face(box=Box(left=0, top=0, right=240, bottom=240), landmarks=align.TEMPLATE * 2, score=1.0)]
    def embed(self, image, faces):
        return numbers()[np.newaxis]

def wanted():
    '''What must not be found, every bit turned over in place, so that looking for it finds no copy of itself.'''
    image, vector = picture(), numbers()
    crop = align.crop(image, align.TEMPLATE * 2, align.TEMPLATE, align.SIDE_PX)
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    flipped = {
        "picture": turned_over(image[100, 100:110].copy()), "picture's end": turned_over(image[-1, -10:].copy()),
        "crop": turned_over(crop[60, 50:60].copy()), "grey": turned_over(grey[60, 50:60].copy()),
        "grey in float": turned_over(grey[60, 50:60].astype(np.float32)),
        "vector": turned_over(vector[8:14].copy()), "vector's end": turned_over(vector[-6:].copy()),
        "vector in double": turned_over(vector[8:12].astype(np.float64)),
    }
    for array in (image, vector, crop, grey):
        array.fill(0)
    return flipped

def turned_over(array):
    flat = array.view(np.uint8)
    np.invert(flat, out=flat)
    return flat.tobytes()

def regions(own, size):
    '''Everything that can be written, but for ``size`` bytes at ``own``, into which we read.'''
    with open("/proc/self/maps") as maps:
        lines = maps.readlines()
    for line in lines:
        where, rights, *_, name = (line.split(maxsplit=5) + [""])[:6]
        if "r" in rights and "w" in rights and not name.startswith("/dev"):
            begin, end = (int(edge, 16) for edge in where.split("-"))
            if begin <= own < end:
                yield begin, own
                begin = own + size
            yield begin, end

def search(patterns):
    '''Looks through every writable page, in pieces, with the pattern made for one comparison at a time.'''
    hits = {name: 0 for name in patterns}
    step = 1 << 20
    piece = bytearray(step + 64)
    with open("/proc/self/mem", "rb", buffering=0) as memory:
        own = np.frombuffer(piece, np.uint8).ctypes.data
        for begin, end in regions(own, len(piece)):
            for at in range(begin, end, step):
                size = min(step + 64, end - at)
                try:
                    memory.seek(at)
                    count = memory.readinto(memoryview(piece)[:size])
                except (OSError, OverflowError, ValueError):
                    continue
                seen = np.frombuffer(piece, np.uint8, count)
                if not seen.any():
                    continue
                for name, pattern in patterns.items():
                    hits[name] += occurrences(seen, pattern)
    return hits

def occurrences(seen, pattern):
    '''Byte by byte: memory that was turned over for the comparison would hold what the patterns stand for.'''
    at = np.flatnonzero(seen[: max(len(seen) - len(pattern) + 1, 0)] == pattern[0] ^ 0xFF)
    for number, byte in enumerate(pattern[1:], 1):
        at = at[seen[at + number] == byte ^ 0xFF]
    return len(at)

import gc
print(json.dumps(search(wanted())), json.dumps(search(wanted())), sep="\\n")
image = picture()
gallery = Gallery.open(sys.argv[1], key=bytes(32), model=Backend())
now = datetime.now(UTC)
consent = Consent(
    id="c", holder="h", purpose=Purpose.FACE_ACCESS, terms_hash=FACE_TERMS.hash, notice_hash="0", shown_at=now,
    given_at=now, expires_at=now + timedelta(days=9), actor="a", channel="c", alternative_shown=True,
)
gallery.enroll("h", image, consent)
assert not image.any()
probe = numbers()
assert gallery.identify(probe).holder == "h"
probe.fill(0)
gc.collect()
print(json.dumps(search(wanted())))
kept = picture(), numbers()
print(json.dumps(search({name: one for name, one in wanted().items() if name in ("picture", "vector")})))
"""
KINDS = ["picture", "picture's end", "crop", "grey", "grey in float", "vector", "vector's end", "vector in double"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no /proc/self/mem")
def test_nothing_of_the_picture_stays_in_memory_or_on_disk(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SEARCH, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    before, again, left, kept = map(json.loads, done.stdout.splitlines())
    assert before == again == dict.fromkeys(KINDS, 0), "the search itself leaves nothing"
    assert left == dict.fromkeys(KINDS, 0)
    assert all(kept.values()), "the search finds what somebody did keep"
    on_disk = b"".join(path.read_bytes() for path in folder.parent.rglob("*") if path.is_file())
    image = np.random.default_rng(0x5DEECE66D).integers(0, 256, (240, 240, 3), np.uint8)
    drawn = np.random.default_rng(0x5DEECE66D + 1).normal(size=128)
    vector = (drawn / np.linalg.norm(drawn)).astype(np.float32)
    for pattern in (image[100, 100:110], image[-1, -10:], vector[8:14], vector[-6:]):
        assert pattern.tobytes() not in on_disk


def test_a_refused_picture_is_wiped_too(
    gallery: Gallery, portrait: MakePortrait, consent: MakeConsent, enroll: Enroll
) -> None:
    pictures = [portrait(1), portrait(1, faces=2)]
    with pytest.raises(EnrolmentError):
        gallery.enroll("h1", pictures, consent("h1"), at=consent("h1").given_at)
    assert not any(picture.any() for picture in pictures)
    picture = portrait(1)
    with pytest.raises(ConsentError):
        gallery.enroll("h2", picture, consent("h1"), at=consent("h1").given_at)
    assert not picture.any()


def test_a_caller_may_keep_the_picture_and_answers_for_it(
    gallery: Gallery, portrait: MakePortrait, consent: MakeConsent, painted: Painted
) -> None:
    picture = portrait(1)
    gallery.enroll("h1", picture, consent("h1"), at=consent("h1").given_at, keep_image=True)
    np.testing.assert_array_equal(picture, portrait(1))


def test_a_picture_that_cannot_be_wiped_is_refused_before_anything_is_made_of_it(
    gallery: Gallery, portrait: MakePortrait, consent: MakeConsent
) -> None:
    picture = portrait(1)
    picture.setflags(write=False)
    with pytest.raises(ValueError, match="is read-only, so it cannot be wiped after enrolment; give a copy"):
        gallery.enroll("h1", picture, consent("h1"), at=consent("h1").given_at)
    assert len(gallery) == 0
    gallery.enroll("h1", picture, consent("h1"), at=consent("h1").given_at, keep_image=True)
    assert len(gallery) == 1
