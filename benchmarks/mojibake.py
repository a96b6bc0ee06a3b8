"""Share of confused Polish sentences that are restored, ours beside ftfy's, and the speed on clean text.

Run from the checkout: .venv/bin/python benchmarks/mojibake.py
"""

from __future__ import annotations

import itertools
import json
import re
import time
from pathlib import Path

import ftfy

from pipelines.polish.forms import display_body
from pipelines.polish.mojibake import repair

CONFUSIONS = [("utf-8", "cp1250"), ("utf-8", "cp1252"), ("utf-8", "iso8859_2"), ("utf-8", "latin_1")]
CONFUSIONS += [("cp1250", "iso8859_2"), ("iso8859_2", "cp1250"), ("cp1250", "cp1252"), ("iso8859_2", "cp1252")]
PARTS = (
    ("Prezydent miasta", "Rada Miasta Kielce", "Zarząd Dróg", "Świętokrzyski konserwator", "Straż miejska"),
    ("ogłosił konkurs", "przyjęła uchwałę", "zaprasza mieszkańców", "rozpoczął remont", "poświęci się sprawom"),
    ("w dzielnicy Ślichowice", "na placu przy źródle", "dla młodzieży i seniorów", "z okazji święta łąki"),
    ("będą działać nad zalewem.", "koszt wynosi 1 200 zł.", "są bezpłatne.", "żółć i jaźń gęślą."),
)


def wrongly(text: str, right: str, wrong: str) -> str:
    return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode(right))


def sentences() -> dict[str, list[str]]:
    portal = Path("pipelines/demo/content.json").read_text(encoding="utf-8")
    real = re.split(r'\\n|"|(?<=[.!?])\s', json.dumps(json.loads(portal), ensure_ascii=False))
    polish = [re.sub(r"[^\x00-\x7fąćęłńóśźżĄĆĘŁŃÓŚŹŻ]", "-", text) for text in real if len(text) > 40]
    return {"generated": [" ".join(parts) for parts in itertools.product(*PARTS)], "bundled portal": polish}


def main() -> None:
    for source, texts in sentences().items():
        print(f"{source}: {len(texts)} sentences; altered while clean: {sum(repair(t).text != t for t in texts)}")
        for right, wrong in CONFUSIONS:
            pairs = [(seen, text) for text in texts if (seen := wrongly(text, right, wrong)) != text]
            ours = sum(repair(seen).text == text for seen, text in pairs) / len(pairs)
            peer = sum(ftfy.fix_encoding(seen) == text for seen, text in pairs) / len(pairs)
            page = repair("\n".join(seen for seen, _ in pairs)).text.split("\n")
            whole = sum(got == text for got, (_, text) in zip(page, pairs, strict=True)) / len(pairs)
            print(f"  {right:>10} read as {wrong:<10} alone {ours:.3f}  on one page {whole:.3f}  ftfy {peer:.3f}")
    text = "Urząd Miasta ogłasza święto, źródła i gałąź w Łące – „cytat” oraz 25 m² za 1 200 zł.\n" * 50_000
    for step in (repair, display_body):
        start = time.perf_counter()
        step(text)
        print(f"{step.__name__}: {len(text.encode()) / 1e6 / (time.perf_counter() - start):.0f} MB/s on clean text")


if __name__ == "__main__":
    main()
