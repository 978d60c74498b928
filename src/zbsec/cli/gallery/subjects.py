"""What each subject of ``zbsec gallery`` does: one call to the register, and words around it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from zbsec import faces
from zbsec._text import two
from zbsec.cli.columns import aligned
from zbsec.cli.gallery.enroll import enroll as enroll_people
from zbsec.cli.gallery.words import words
from zbsec.errors import ConsentError, FactError
from zbsec.records import AgeBand

if TYPE_CHECKING:
    import argparse

    from zbsec.faces import Answer, Receipt, Register, Standing

LOOK = 1


def new_key(options: argparse.Namespace) -> int:
    faces.key_source(options.key).create()
    return _say(options, {"key": options.key}, words(options.lang).key_made.format(key=options.key))


def info(options: argparse.Namespace) -> int:
    texts = words(options.lang)
    with _register(options) as register:
        facts = {
            "site": register.site,
            "model": register.model,
            "suite": register.suite,
            "members": len(register.holders()),
            "sequence": register.sequence,
            "replica": register.is_replica,
            "public_key": register.public_key,
        }
    shown = facts | {"replica": texts.yes if facts["replica"] else texts.no}
    return _say(options, facts, *aligned([(getattr(texts, name), str(value)) for name, value in shown.items()]))


def list(options: argparse.Namespace) -> int:  # named as the subject is
    texts = words(options.lang)
    with _register(options) as register:
        standing = register.holders()
    living = sum(one.why_not is None for one in standing)
    head = (texts.holder, texts.consent, texts.ends, texts.state)
    rows = [(one.consent.holder, one.consent.id, one.ends_at.isoformat(), _state(one, options)) for one in standing]
    total = texts.sum.format(enrolled=len(standing), living=living, ended=len(standing) - living)
    shown = [*aligned([head, *rows]), total] if rows else [texts.nobody]
    _say(options, {"holders": [_facts(one) for one in standing]}, *shown)
    return 0 if living == len(standing) else LOOK


def know(options: argparse.Namespace) -> int:
    return _tell(options, _ask(options, "know"))


def copy(options: argparse.Namespace) -> int:
    return _tell(options, _ask(options, "copy"))


def explain(options: argparse.Namespace) -> int:
    answer = _ask(options, "explain")
    return _tell(options, answer, answer.facts[options.lang])


def delete(options: argparse.Namespace) -> int:
    answer = _ask(options, "delete")
    erased = words(options.lang).erased.format(templates=answer.facts["templates"], keys=answer.facts["keys"])
    return _tell(options, answer, erased, answer.facts["kept"][options.lang])


def correct(options: argparse.Namespace) -> int:
    texts = words(options.lang)
    facts = {name: _age_band(value) if name == "age_band" else value for name, value in options.facts}
    with _register(options) as register:
        try:
            answer = register.correct(options.holder, options.consent, facts, by=options.by)
        except FactError as error:
            raise ConsentError(two(f"no consent can be so: {error}", f"同意书不能如此：{error.of('zh')}")) from error
    said = texts.corrected_erased if answer.facts["template_erased"] else texts.corrected
    return _tell(options, answer, said)


def enroll(options: argparse.Namespace) -> int:
    return enroll_people(options, _say)


def refused(options: argparse.Namespace) -> int:
    texts, days = words(options.lang), options.again_after
    again = None if days is None else timedelta(days=days)
    with _register(options) as register:
        register.refused(options.holder, by=options.by, reprompt_after=again)
    said = texts.refusal_kept if days is None else texts.refusal_until
    return _say(options, {"holder": options.holder, "days": days}, said.format(holder=options.holder, days=days))


def snapshot(options: argparse.Namespace) -> int:
    texts = words(options.lang)
    with _register(options) as register:
        content, sequence = register.delta(since=options.since), register.sequence
    options.out.write_bytes(content)
    facts = {"since": options.since, "sequence": sequence, "path": str(options.out), "size": len(content)}
    return _say(options, facts, (texts.delta if options.since else texts.snapshot).format(**facts))


def apply(options: argparse.Namespace) -> int:
    content = options.bundle.read_bytes()
    key = faces.key_source(options.key)
    if (options.folder / "consents.db").exists():
        with _register(options) as register:
            sequence = register.apply(content)
    else:
        with faces.Register.replica(options.folder, content, key=key, keys=options.keys) as register:
            sequence = register.sequence
    return _say(options, {"sequence": sequence}, words(options.lang).applied.format(sequence=sequence))


def restore(options: argparse.Namespace) -> int:
    texts = words(options.lang)
    found = faces.restore_gallery(options.folder, key=faces.key_source(options.key), keys=options.keys)
    said = [texts.restored.format(holders=found.holders, records_missing=found.records_missing)]
    if found.lost:
        said.append(texts.lost.format(holders=", ".join(found.lost)))
    _say(options, asdict(found), *said)
    return LOOK if found.lost else 0


def renew(options: argparse.Namespace) -> int:
    new = faces.key_source(options.new_key)
    with _register(options) as register:
        register.renew(new, by=options.by, reason=options.reason)
    with faces.Register.open(options.folder, key=new, keys=options.keys) as register:
        public_key = register.public_key
    return _say(options, {"public_key": public_key}, words(options.lang).renewed.format(public_key=public_key))


def accept_clock(options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    with _register(options) as register:
        register.accept_clock(now, by=options.by, reason=options.reason)
    return _say(options, {"at": now.isoformat()}, words(options.lang).clock.format(at=now.isoformat()))


def verify(options: argparse.Namespace) -> int:
    texts = words(options.lang)
    receipt, answer = _read_receipt(options.receipt.read_text(encoding="utf-8"))
    receipt.verify(options.public_key)
    if answer is not None:
        receipt.check_answer(answer)
    facts = asdict(receipt) | {"act": receipt.act.value, "at": receipt.at.isoformat()}
    said = [texts.genuine.format(**facts)]
    if options.public_key is None:
        said.append(texts.unpublished.format(**facts))
    return _say(options, facts, *said)


def _register(options: argparse.Namespace) -> Register:
    return faces.Register.open(options.folder, key=faces.key_source(options.key), keys=options.keys)


def _ask(options: argparse.Namespace, right: str) -> Answer:
    with _register(options) as register:
        answer: Answer = getattr(register, right)(options.holder, by=options.by)
    return answer


def _tell(options: argparse.Namespace, answer: Answer, *said: str) -> int:
    """The answer, its receipt, and where the receipt was written."""
    texts = words(options.lang)
    shown = said or (json.dumps(answer.facts, ensure_ascii=False, indent=2),)
    receipt = answer.receipt
    tail = [texts.receipt.format(record=receipt.record, public_key=receipt.public_key)]
    if options.receipt is not None:
        options.receipt.write_text(receipt.to_json() + "\n", encoding="utf-8")
        tail.append(texts.receipt_file.format(path=options.receipt))
    return _say(options, {"answer": answer.facts, "receipt": json.loads(receipt.to_json())}, *shown, *tail)


def _read_receipt(text: str) -> tuple[Receipt, dict[str, Any] | None]:
    """A receipt alone, or with its answer, as ``--json`` prints them."""
    try:
        facts = json.loads(text)
    except ValueError:
        facts = None
    if isinstance(facts, dict) and {"answer", "receipt"} <= facts.keys():
        return faces.Receipt.from_json(json.dumps(facts["receipt"])), facts["answer"]
    return faces.Receipt.from_json(text), None


def _say(options: argparse.Namespace, facts: Any, *said: str) -> int:
    print(json.dumps(facts, ensure_ascii=False, indent=2) if options.json else "\n".join(said))
    return 0


def _state(one: Standing, options: argparse.Namespace) -> str:
    return words(options.lang).living if one.why_not is None else str(getattr(one.why_not, options.lang))


def _facts(one: Standing) -> dict[str, Any]:
    return {
        "holder": one.consent.holder,
        "consent": one.consent.id,
        "ends_at": one.ends_at.isoformat(),
        "living": one.why_not is None,
        "why_not": one.why_not and one.why_not._asdict(),
    }


def _age_band(value: object) -> AgeBand:
    try:
        return AgeBand(str(value))
    except ValueError:
        raise ConsentError(
            two(
                f"age_band {value!r} is none of: {', '.join(AgeBand)}",
                f"age_band {value!r} 不在下列之中：{'、'.join(AgeBand)}",
            )
        ) from None
