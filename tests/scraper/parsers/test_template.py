"""What a portal's pages teach of its template, and what they must never teach."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.demo.days import city
from pipelines.demo.markup import MARKUPS
from pipelines.demo.server import site
from scraper.parsers.blocks import flatten
from scraper.parsers.registry import PageContext, parse
from scraper.parsers.repetition import repetition_of
from scraper.parsers.sketch import marks_of, sketch_of
from scraper.parsers.template import (
    MOST_EPOCHS,
    POOL,
    SAMPLE,
    Learner,
    Template,
    template_from_json,
    template_to_json,
)

ROOT = "http://127.0.0.1:8000/"
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
MENU = ("Strona główna", "Aktualności", "Kontakt", "Biuletyn")
FOOTER = "Urząd Miasta, Rynek 1, sekretariat czynny od poniedziałku do piątku w godzinach urzędowania"


def page_of(*paragraphs, title="Tytuł", menu=MENU, today="Dziś jest wtorek, 24 listopada 2026", visits=12345, date=""):
    links = "".join(f'<li class="m"><a href="/{word}">{word}</a></li>' for word in menu)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    day = f"<div>{date}</div>" if date else ""
    return (
        f'<html><body><div id="top"><div>{today}</div><ul>{links}</ul></div>'
        f"<div><h1>{title}</h1>{day}<div>{text}</div></div>"
        f"<div><p>{FOOTER}</p><p>Odwiedzin: {visits}</p></div></body></html>"
    )


def learned(pages, known=None):
    learner = Learner(known)
    for url, markup in pages.items():
        page = flatten(markup)
        learner.learn(sketch_of(page, marks_of(page), url))
    return learner.template()


def shares(template, markup, url="/new"):
    page = flatten(markup)
    found = repetition_of(template, page, marks_of(page), url)
    return found and {line.text: share for line, share in zip(page.lines, found.frame_share, strict=True)}


def volatile(template, markup, url="/new"):
    page = flatten(markup)
    return {page.lines[number].text for number in repetition_of(template, page, marks_of(page), url).volatile}


def prose(number):
    return f"Akapit {'abcdefghijklmnopqrstuvwxyz'[number % 26] * 6} opowiada o sprawie, której nie ma na innej stronie."


def news(count, **kept):
    return {
        f"/{n}": page_of(
            prose(n), prose(n) * 2, title=f"Sprawa {chr(97 + n % 26) * (1 + n // 26)}", visits=100 + n, **kept
        )
        for n in range(count)
    }


def test_nothing_is_said_before_two_pages_are_known():
    assert learned({}).epochs == learned(news(1)).epochs == ()
    assert shares(learned(news(1)), page_of("x")) is None


def test_the_second_page_tells_frame_from_content_and_says_it_with_less_weight_than_many():
    pages = news(2)
    said = shares(learned(pages), pages["/0"], "/0")
    assert said[FOOTER] == said["Aktualności"] == 0.5
    assert said["Sprawa a"] == said[prose(0)] == 0.0
    said = shares(learned(news(6)), page_of(prose(20)))
    assert said[FOOTER] == said["Aktualności"] == 1.0
    assert said[prose(20)] == 0.0


def test_it_is_settled_once_five_siblings_speak():
    for count, settled in ((3, False), (4, False), (5, True), (9, True)):
        page = flatten(page_of(prose(20), prose(21) * 2))
        assert repetition_of(learned(news(count)), page, marks_of(page), "/new").settled is settled


def test_a_sentence_of_two_articles_is_content():
    same = "Prosimy o zachowanie ostrożności i stosowanie się do znaków w rejonie robót."
    more = [prose(n) for n in range(10, 16)]
    for count in (2, 4, 20):
        pages = news(count)
        pages["/0"] = page_of(*more[:3], same, prose(2), title="Sprawa a")
        pages["/1"] = page_of(*more[3:5], same, more[5], prose(5), title="Sprawa b")
        assert shares(learned(pages), pages["/0"], "/0")[same] == 0.0


def test_a_short_line_of_one_other_article_is_no_frame_once_there_are_more_pages():
    pages = news(5)
    for url in ("/0", "/1"):
        pages[url] = page_of("Kielce", prose(int(url[1])), title=f"Sprawa {url}")
    assert shares(learned(pages), pages["/0"], "/0")["Kielce"] == 0.0


def test_the_agenda_of_every_session_is_content():
    points = [f"Punkt {number}. porządku obrad: {what} sesji Rady Miasta wraz z dyskusją." for number, what in
              enumerate(("otwarcie", "stwierdzenie quorum", "przyjęcie protokołu", "zamknięcie"), 1)]  # fmt: skip
    pages = news(6)
    pages |= {f"/sesja{n}": page_of(prose(n + 10), *points, title=f"Sesja {chr(97 + n)}") for n in range(4)}
    said = shares(learned(pages), pages["/sesja1"], "/sesja1")
    assert [said[point] for point in points] == [0.0] * 4
    assert said[FOOTER] >= 0.9


def test_an_article_at_two_addresses_is_no_witness_against_itself():
    body = [prose(n) for n in range(4)]
    only = {"/a": page_of(*body), "/b": page_of(*body, visits=7)}
    assert shares(learned(only), only["/a"], "/a") is None
    several = news(6) | only | {"/c": page_of(*body, visits=8)}
    said = shares(learned(several), only["/a"], "/a")
    assert [said[text] for text in body] == [0.0] * 4
    assert said[FOOTER] == 1.0


def test_an_earlier_state_of_the_page_itself_is_no_witness():
    pages = news(5)
    edited = page_of(prose(0), prose(9), title="Sprawa a")
    assert shares(learned(pages), edited, "/0")[prose(0)] == 0.0
    assert shares(learned(pages), edited, "/0")["Sprawa a"] == 0.0


def test_a_title_that_is_a_word_of_the_menu_stays_a_title():
    pages = news(6) | {"/kontakt": page_of("Piszcie do nas.", title="Kontakt")}
    page = flatten(pages["/kontakt"])
    found = repetition_of(learned(pages), page, marks_of(page), "/kontakt")
    titles = [share for line, share in zip(page.lines, found.frame_share, strict=True) if line.heading]
    assert titles == [0.0]
    assert [share for line, share in zip(page.lines, found.frame_share, strict=True) if line.item] == [1.0] * 4


def test_counter_and_date_of_the_day_are_volatile_frame():
    tomorrow = page_of(prose(20), title="Nowa", today="Dziś jest środa, 25 listopada 2026", visits=99)
    said = volatile(learned(news(6)), tomorrow)
    assert said == {"Dziś jest środa, 25 listopada 2026", "Odwiedzin: 99"}
    assert shares(learned(news(6)), tomorrow)["Odwiedzin: 99"] == 1.0


def test_a_title_with_a_number_is_no_counter():
    def act(number):
        return page_of(title=f"Uchwała nr {number}")

    template = learned({f"/{number}": act(number) for number in range(12)})
    assert shares(template, act(77))["Uchwała nr 77"] == 0.0
    bare = act(77).replace("h1>", "p>").replace("<html>", "<html><head><title>Uchwała nr 77 - BIP</title></head>")
    assert shares(template, bare)["Uchwała nr 77"] == 0.0


def test_lines_that_differ_by_a_number_alone_are_content_where_there_are_many():
    def prices(number):
        lines = "".join(f"<p>Bilet numer {n}: {number + n} zł</p>" for n in range(6))
        return page_of(title="Cennik").replace(f"<p>{FOOTER}", f"{lines}<p>{FOOTER}")

    template = learned({f"/{number}": prices(number) for number in range(12)})
    assert volatile(template, prices(77)) == set()


def test_dates_of_articles_are_no_frame_even_if_nearly_all_are_of_one_day():
    pages = news(9, date="28-02-2018")
    template = learned(pages)
    for day in ("28-02-2018", "01-03-2018"):
        markup = page_of(prose(20), title="Nowa", date=day)
        assert shares(template, markup)[day] == 0.0
        assert day not in volatile(template, markup)


def test_a_labelled_date_between_lines_of_the_frame_is_no_frame():
    def bip(text, day):
        return page_of(text).replace(f"<p>{FOOTER}", f"<p>Opublikowano:</p><p>{day}</p><p>{FOOTER}")

    template = learned({f"/{n}": bip(prose(n), "01.07.2015") for n in range(8)})
    for day in ("01.07.2015", "02.07.2015"):
        assert shares(template, bip(prose(20), day))[day] == 0.0


def redesigned(markup):
    return re.sub(r"<(/?)div", r"<\1section", markup).replace("<ul>", "<nav>").replace("</ul>", "</nav>")


def test_a_redesign_begins_an_epoch_and_old_pages_keep_the_old_one():
    old = learned(news(8))
    both = learned({url: redesigned(markup) for url, markup in news(8).items()}, old)
    assert len(both.epochs) == 2
    assert both.epochs[0] == old.epochs[0]
    for markup in (page_of(prose(20)), redesigned(page_of(prose(20)))):
        said = shares(both, markup)
        assert said[FOOTER] == 1.0
        assert said[prose(20)] == 0.0


def test_pages_of_two_designs_met_at_once_are_two_epochs():
    pages = news(8)
    mixed = pages | {f"/neu{url}": redesigned(markup) for url, markup in list(pages.items())[:6]}
    assert sorted(len(epoch.sketches) for epoch in learned(mixed).epochs) == [6, 8]


def test_strange_pages_make_no_epoch():
    prints = {f"/druk/{n}": f"<h2>Sprawa {n}</h2><p>{prose(n)}</p><p>Wydrukowano ze strony</p>" for n in range(3)}
    errors = {f"/blad/{n}": f"<center>nginx</center><h1>Błąd</h1><p>Nie ma {n}</p><hr><i>x</i>" for n in range(3)}
    feeds = {"/rss": "<li>a<li>b<li>c<li>d", "/rss2": "<li>a<li>b<li>c<li>e"}
    template = learned(news(12) | prints | errors | feeds)
    assert [len(epoch.sketches) for epoch in template.epochs] == [12]
    assert learned(prints | errors | feeds, template) is template
    assert shares(template, prints["/druk/0"]) is None


def test_pages_that_teach_nothing_new_leave_the_template_as_it_was():
    template = learned(news(30))
    tomorrow = {url: page_of(prose(n), prose(n + 1), title=f"Sprawa {n}", today="Dziś jest środa, 25 listopada 2026")
                for n, url in enumerate(news(30))}  # fmt: skip
    assert learned(tomorrow, template) is template
    with_banner = {
        url: page.replace("<p>Odwiedzin", "<p>Spis mieszkańców</p><p>Odwiedzin") for url, page in tomorrow.items()
    }
    newer = learned(with_banner, template)
    assert newer is not template
    assert shares(newer, with_banner["/3"], "/3")["Spis mieszkańców"] == 1.0


def test_class_names_and_ids_are_of_no_account():
    named = page_of(prose(1), prose(2))
    other = re.sub('(class|id)="[^"]*"', 'class="x9"', named)
    assert marks_of(flatten(named)) == marks_of(flatten(other))


@pytest.mark.slow
def test_a_template_is_small_however_large_its_pages():
    template = Template()
    for design in range(MOST_EPOCHS + 2):
        tag = ("div", "section", "article", "table", "ul", "dl", "center", "blockquote")[design]
        pages = {
            f"/{n}": f"<{tag}><{tag}>" + "".join(f"<p>a{i}</p>" for i in range(200))
            + "".join(f"<p>{design} {n} {i} x</p>" for i in range(900)) + "".join(f"<p>z{i}</p>" for i in range(200))
            for n in range(SAMPLE)
        }  # fmt: skip
        template = learned(pages, template)
    assert 1 <= len(template.epochs) <= MOST_EPOCHS
    assert len(json.dumps(template_to_json(template))) < 200_000


def test_a_template_of_another_format_is_learned_anew():
    assert template_from_json(None) == template_from_json({"format": 0}) == Template()


WORDS = st.text(alphabet="abcdefghij", min_size=3, max_size=12)
LINES = st.lists(WORDS, max_size=8)
PAGES = st.lists(st.tuples(LINES, st.sampled_from(["p", "div", "li"])), min_size=2, max_size=12)


def drawn(pages):
    return [
        (f"/{n}", page_of(*lines, title=f"t{n}") if tag != "li" else redesigned(page_of(*lines, title=f"t{n}")))
        for n, (lines, tag) in enumerate(pages)
    ]


@settings(max_examples=40, deadline=None)
@given(PAGES, st.randoms(use_true_random=False), st.integers(0, 12))
def test_the_order_of_pages_and_how_they_are_parted_are_of_no_account(pages, random, cut):
    made = drawn(pages)
    known = learned(dict(made[:3]))
    sketches = []
    for url, markup in made:
        page = flatten(markup)
        sketches.append(sketch_of(page, marks_of(page), url))
    straight = Learner(known)
    for sketch in sketches:
        straight.learn(sketch)
    random.shuffle(sketches)
    one, two = Learner(known), Learner(known)
    for sketch in sketches[:cut]:
        one.learn(sketch)
    for sketch in [*sketches[cut:], *sketches[:1]]:
        two.learn(sketch)
    one.merge(two)
    template = straight.template()
    assert one.template() == template
    assert template_from_json(json.loads(json.dumps(template_to_json(template)))) == template


def test_more_pages_than_are_looked_at_are_of_no_account_to_the_order_either():
    pages = [(f"/{n}", page_of(f"tekst {n}", title=f"t{n}")) for n in range(POOL + 30)]
    assert learned(dict(pages)) == learned(dict(reversed(pages)))
    states = [("/1", page_of("jeden")), ("/1", page_of("dwa")), ("/2", page_of("trzy"))]
    templates = []
    for order in (states, states[::-1]):
        learner = Learner()
        for url, markup in order:
            page = flatten(markup)
            learner.learn(sketch_of(page, marks_of(page), url))
        templates.append(learner.template())
    assert templates[0] == templates[1]


@settings(max_examples=60, deadline=None)
@given(PAGES, st.integers(0, 11))
def test_text_unique_to_a_page_is_never_frame(pages, chosen):
    made = drawn(pages)
    url, markup = made[chosen % len(made)]
    elsewhere = {line.text for other, text in made if other != url for line in flatten(text).lines}
    said = shares(learned(dict(made)), markup, url) or {}
    assert not {text: share for text, share in said.items() if share and text not in elsewhere}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=2, max_size=4), st.text())
def test_no_page_whatever_makes_it_fail(pages, page):
    shares(learned({f"/{n}": text for n, text in enumerate(pages)}), page)


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_bundled_portal_is_read_with_the_template_of_the_day_before_as_its_content_is(markup):
    def pages(day, markup):
        return [
            (body, PageContext(url=ROOT.rstrip("/") + path, content_type=kind, captured=MOMENT))
            for path, (kind, body) in site(city(day), markup, ROOT).items()
        ]

    learner = Learner()
    for body, context in pages(0, markup):
        sketch = parse(body, replace(context, sketched=True)).page.sketch
        if sketch is not None:
            learner.learn(sketch)
    template = learner.template()
    assert len(template.epochs) == 1
    for day in (0, 1):
        for body, context in pages(day, markup):
            alone, known = parse(body, context).page, parse(body, replace(context, template=template)).page
            if (
                "/ikony/" in context.url
            ):  # pages so short that some mark-ups read the footer as content without siblings
                assert [article.body.count("\n") for article in known.articles] == [0]
                known = replace(known, articles=alone.articles)
            assert known == alone
