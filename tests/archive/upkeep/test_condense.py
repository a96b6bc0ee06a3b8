"""What was stored is made smaller after a crawl, and nothing of it is ever lost by that."""

import pytest
from growing import COUNT, Days, body, crawl, terms
from sqlalchemy import func, select, update

from archive.coding import RAW, ZSTD, sha256
from archive.errors import LostBasis
from archive.log.verify import verify
from archive.models import CaptureRow, DictionaryRow, PayloadRow
from archive.payloads import NewPayload, PayloadReader, PayloadWriter, load_payload
from archive.upkeep import condense as condensing
from archive.upkeep.condense import condense, learn


def rows(archive):
    with archive.reading() as connection:
        return connection.execute(select(PayloadRow.__table__)).all()


def stored(archive):
    return sum(len(row.stored) for row in rows(archive))


def bodies(archive):
    with archive.reading() as connection:
        reader = PayloadReader(connection, afresh=True)
        return {address: reader.load(address) for address in connection.execute(select(PayloadRow.sha256)).scalars()}


def test_a_state_is_stored_against_the_first_of_its_page_before_there_is_a_dictionary(grown):
    against = [row for row in rows(grown) if row.anchor is not None]
    assert len(against) == COUNT
    assert max(len(row.stored) for row in against) < 120
    assert bodies(grown) == {sha256(b): b for s in (1, 2) for u in terms().seeds for b in [body(u, s)]}


def test_afterwards_everything_has_the_dictionary_and_reads_as_before(grown):
    before, size = bodies(grown), stored(grown)
    done = condense(grown, "miasto")
    assert (done.payloads, done.problems) == (2 * COUNT, [])
    dictionary = next(row for row in rows(grown) if row.codec == RAW)
    assert (done.before, done.after) == (size, stored(grown) - dictionary.length)
    assert done.after < done.before
    after = bodies(grown)
    assert {address: after[address] for address in before} == before
    by_codec = {(row.codec, row.dictionary is None, row.anchor is None) for row in rows(grown)}
    assert by_codec == {(ZSTD, False, True), (ZSTD, False, False), (RAW, True, True)}
    assert verify(grown, deep=True).ok
    assert condense(grown, "miasto").payloads == 0


def test_what_comes_later_is_stored_with_the_dictionary_at_once(grown):
    condense(grown, "miasto")
    crawl(grown, terms(), 3, Days())
    assert condense(grown, "miasto").payloads == 0
    assert len(rows(grown)) == 3 * COUNT + 1
    assert verify(grown).ok


def test_a_writer_that_was_there_before_the_dictionary_takes_it_as_soon_as_it_is_learned(grown):
    writer = PayloadWriter("miasto")

    def written(number):
        page = body(terms().seeds[number], 3)
        with grown.writing() as connection:
            writer.write(connection, [NewPayload(address=sha256(page), body=page, resource=number + 1)])
            row = connection.execute(select(PayloadRow.__table__).where(PayloadRow.sha256 == sha256(page))).one()
        return row.dictionary

    assert written(0) is None
    assert learn(grown, "miasto")
    assert written(1) is not None
    assert learn(grown, "miasto")
    with grown.reading() as connection:
        assert connection.execute(select(func.count()).select_from(DictionaryRow)).scalar_one() == 1


def test_a_run_that_is_cut_off_goes_on_where_it_was(grown):
    class Cut(Exception):
        pass

    def cut(count):
        raise Cut

    with pytest.raises(Cut):
        condense(grown, "miasto", watch=cut)
    assert verify(grown).ok
    assert condense(grown, "miasto").payloads == 2 * COUNT - condensing.BATCH
    assert verify(grown).ok


def test_no_anchor_is_ever_stored_against_another(grown):
    """A page shows what another began with; one begins with what another showed later."""
    first, second, third = terms().seeds[:3]
    clock = Days()
    crawl(grown, terms(), 3, clock, {second: body(first, 1), third: body(first, 2)})
    late = terms("inne")
    crawl(grown, late, 1, clock, {late.seeds[0]: body(first, 2), late.seeds[1]: body(first, 3)})
    crawl(grown, late, 2, clock)
    condense(grown, "miasto")
    condense(grown, "inne")
    crawl(grown, terms(), 4, clock)
    crawl(grown, late, 3, clock)
    anchors = {row.anchor for row in rows(grown)}
    assert not [row for row in rows(grown) if row.sha256 in anchors and row.anchor is not None]
    assert verify(grown).ok


def test_a_payload_of_two_portals_keeps_the_encoding_of_the_first(grown):
    late = terms("inne")
    crawl(grown, late, 1, Days(), {late.seeds[0]: body(terms().seeds[0], 1)})
    condense(grown, "inne")
    with grown.reading() as connection:
        dictionaries = dict(connection.execute(select(DictionaryRow.portal, DictionaryRow.payload)).all())
        query = select(PayloadRow.dictionary).where(PayloadRow.sha256 == sha256(body(terms().seeds[0], 1)))
        assert connection.execute(query).scalar() is None
    condense(grown, "miasto")
    with grown.reading() as connection:
        dictionaries = dict(connection.execute(select(DictionaryRow.portal, DictionaryRow.payload)).all())
        assert connection.execute(query).scalar() == dictionaries["miasto"] != dictionaries["inne"]


def test_a_small_portal_has_no_dictionary(grown, monkeypatch):
    monkeypatch.setattr(condensing, "TRAINED_FROM", COUNT + 1)
    assert condense(grown, "miasto").payloads == 0
    assert all(row.dictionary is None for row in rows(grown))


def damage(archive, address):
    with archive.engine.begin() as connection:
        connection.execute(update(PayloadRow).where(PayloadRow.sha256 == address).values(stored=b"junk"))


def lose(archive, address):
    with archive.engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("DELETE FROM payloads WHERE sha256 = ?", (address,))
        driver.execute("PRAGMA foreign_keys=ON")


@pytest.mark.parametrize(("harm", "words"), [(damage, "is damaged"), (lose, "is missing")])
@pytest.mark.parametrize("which", ["dictionary", "anchor"])
def test_a_lost_dictionary_or_anchor_is_one_clear_error(grown, which, harm, words):
    condense(grown, "miasto")
    row = next(row for row in rows(grown) if row.anchor is not None)
    basis = getattr(row, which)
    hanging = sum(getattr(one, which) == basis for one in rows(grown))
    harm(grown, basis)
    with (
        grown.reading() as connection,
        pytest.raises(LostBasis, match=f"because its {which} sha256:{basis.hex()} {words}"),
    ):
        PayloadReader(connection, afresh=True).load(row.sha256)
    report = verify(grown)
    assert not report.ok
    about = [problem for problem in report.problems if basis.hex() in problem]
    assert len([problem for problem in about if "because its" in problem]) == 1
    if hanging > 1:
        assert any(f"({hanging - 1} other payloads hang on it)" in problem for problem in about)
    assert (f"sha256:{basis.hex()}" in report.missing) == (harm is lose)


def test_a_damaged_anchor_does_not_keep_new_states_away(grown):
    condense(grown, "miasto")
    anchor = next(row.anchor for row in rows(grown) if row.anchor is not None)
    damage(grown, anchor)
    crawl(grown, terms(), 3, Days())
    report = verify(grown)
    assert f"sha256:{anchor.hex()}" in report.damaged
    assert len(report.damaged) == 2  # it and the state that hangs on it
    with grown.reading() as connection:
        newest = [load_payload(connection, sha256(body(url, 3))) for url in terms().seeds]
    assert newest == [body(url, 3) for url in terms().seeds]


def test_what_is_damaged_is_named_and_left_as_it_is(grown):
    address = sha256(body(terms().seeds[0], 1))
    damage(grown, address)
    done = condense(grown, "miasto")
    assert any(address.hex() in problem for problem in done.problems)
    assert next(row.stored for row in rows(grown) if row.sha256 == address) == b"junk"
    assert done.payloads == 2 * COUNT - 2


def test_the_captures_show_the_same_payloads_as_before(grown):
    with grown.reading() as connection:
        before = connection.execute(select(CaptureRow.seq, CaptureRow.payload)).all()
    condense(grown, "miasto")
    with grown.reading() as connection:
        assert connection.execute(select(CaptureRow.seq, CaptureRow.payload)).all() == before
        assert connection.execute(select(func.count()).select_from(DictionaryRow)).scalar() == 1
