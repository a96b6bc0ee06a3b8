"""Sets a real article, given as gold JSON, in each mark-up of the bundled portal and says what comes out of it.

    python benchmarks/eval_article.py GOLD.json

Exit status 1 when any field of any mark-up is not as the gold says.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.demo.blocks import Frame, article_blocks
from pipelines.demo.days import Article
from pipelines.demo.markup import MARKUPS, render
from pipelines.normalize import normalize_page
from pipelines.polish.forms import display
from scraper.parsers.registry import PageContext, parse

URL = "http://www.um.kielce.pl/biuro-prasowe/archiwum-aktualnosci/rok-2018/luty/art,1,artykul.html"
CAPTURED = datetime(2018, 3, 5, tzinfo=UTC)


def main() -> None:
    gold = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    article = Article(
        path="/",
        section=gold["section"],
        title=gold["title"],
        published=date.fromisoformat(gold["published"]),
        paragraphs=tuple(gold["body"]),
        back=(gold["back_link"], "../"),
    )
    banners = tuple((banner["alt"], banner["caption"], f"/b/{n}/") for n, banner in enumerate(gold["sidebar"]))
    frame = Frame(banners=banners, icons=("ePUAP", "Facebook", "RSS", "BIP"), today=CAPTURED.date(), visits=12345)
    wrong = 0
    for markup, chosen in MARKUPS.items():
        payload = render(markup, article_blocks(article, bulletin=chosen.bulletin), frame)
        page = normalize_page(parse(payload, PageContext(url=URL, captured=CAPTURED)).page, today=CAPTURED.date())
        one = page.articles[0]
        checks = {
            "kind": page.kind == "article",
            "section": page.section == gold["section"],
            "title": page.title == one.title == display(gold["title"]),
            "published": str(one.published) == gold["published"]
            and _printed(one.published_text, bulletin=chosen.bulletin) == gold["published_text"],
            "body": one.body.split("\n\n") == [display(text) for text in gold["body"]],
            "sidebar": [link.text for link in page.sidebar] == [banner["caption"] for banner in gold["sidebar"]],
        }
        wrong += sum(not right for right in checks.values())
        print(f"{markup:9}", " ".join(f"{name} {'right' if right else 'WRONG'}" for name, right in checks.items()))
    sys.exit(1 if wrong else 0)


def _printed(text: str | None, *, bulletin: bool) -> str | None:
    """A bulletin prints 28.02.2018 where the gold has 28-02-2018."""
    return text.replace(".", "-") if text and bulletin else text


if __name__ == "__main__":
    main()
