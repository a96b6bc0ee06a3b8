"""What learning a template costs: milliseconds a page and bytes of knowledge, on the bundled portal and a 50 kB page.

python benchmarks/template.py
"""

from __future__ import annotations

import json
from time import perf_counter

from pipelines.demo.days import city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import site
from scraper.parsers.blocks import Page, flatten
from scraper.parsers.registry import PageContext, parse
from scraper.parsers.repetition import repetition_of
from scraper.parsers.sketch import marks_of, sketch_of
from scraper.parsers.template import Learner, Template, template_from_json, template_to_json

ROOT = "http://127.0.0.1:8000"


def main() -> None:
    for markup in MARKUPS:
        learner = Learner()
        for path, (kind, body) in site(city(0), markup, ROOT + "/").items():
            sketch = parse(body, PageContext(url=ROOT + path, content_type=kind, sketched=True)).page.sketch
            if sketch is not None:
                learner.learn(sketch)
        template = learner.template()
        packed = json.dumps(template_to_json(template))
        pages = [len(epoch.sketches) for epoch in template.epochs]
        print(f"{markup:9} knowledge {len(packed)} bytes, pages kept by epoch {pages}")
    sizes = (40, 180, 30)
    learner = Learner()
    for number in range(30):
        page = flatten(long_page(number, *sizes))
        learner.learn(sketch_of(page, marks_of(page), f"/{number}"))
    template = learner.template()
    packed = json.dumps(template_to_json(template))
    report(flatten(long_page(77, *sizes)), template, len(long_page(77, *sizes)))
    print(f"knowledge of such a portal {len(packed)} bytes")
    print(f"loading it {best(lambda: template_from_json(json.loads(packed))):.2f} ms, once a crawl")


def report(page: Page, template: Template, size: int) -> None:
    marks = marks_of(page)
    print(f"a page of {size} characters in {len(page.lines)} lines, ms:")
    print(f"  marks {best(lambda: marks_of(page)):.3f}")
    print(f"  sketch {best(lambda: sketch_of(page, marks, '/')):.3f}")
    print(f"  asking the siblings {best(lambda: repetition_of(template, page, marks, '/')):.3f}")


def long_page(number: int, menu: int, prose: int, footer: int) -> str:
    links = "".join(
        f'<li class="menu-item"><a href="/dzial/{n}/">Dział {chr(97 + n % 26) * 4} {n}</a></li>' for n in range(menu)
    )
    text = "".join(
        f"<p class='akapit'>Akapit {number * 1000 + n}: {'zdanie o sprawie miasta, ' * 9}</p>" for n in range(prose)
    )
    end = "".join(f'<div class="baner"><a href="/b/{n}/">Baner {n}</a></div>' for n in range(footer))
    return f"<body><ul>{links}</ul><div><h1>Sprawa {number}</h1>{text}</div><div>{end}</div></body>"


def best(task) -> float:
    seconds = []
    for _ in range(50):
        begun = perf_counter()
        task()
        seconds.append(perf_counter() - begun)
    return min(seconds) * 1000


if __name__ == "__main__":
    main()
