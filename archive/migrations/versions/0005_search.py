"""Full-text search: the index, what it holds, and the words it knows.

Articles that an archive has already are indexed by `kronika reindex`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TEXTS = """
CREATE VIEW search_texts AS
SELECT indexed.id AS id,
       kronika_searched(coalesce(a.title, CASE a.position WHEN 0 THEN s.title END)) AS title,
       kronika_searched(a.body) AS body
FROM indexed
JOIN articles a ON a.snapshot = indexed.snapshot AND a.position = indexed.position
JOIN snapshots s ON s.id = indexed.snapshot
"""
INDEX = """
CREATE VIRTUAL TABLE search_index USING fts5(
    title, body, content='search_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
)
"""
HASHED = "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216)"
"""Bytes gathered before a segment is written, if the transaction does not end before: fewer segments while loading."""
MERGED = "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 16)"
"""Segments of a level before they are merged: with SQLite's 4, writing took twice the time; reindexing makes one of all."""
VECTORS = "CREATE TABLE search_index (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"
GIN = "CREATE INDEX search_index_words ON search_index USING gin (words)"


def upgrade() -> None:
    op.create_table(
        "index_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("engine", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_state")),
    )
    op.create_table(
        "indexed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("snapshot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name=op.f("fk_indexed_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indexed")),
        sa.UniqueConstraint("snapshot", "position", name=op.f("uq_indexed_snapshot_position")),
    )
    op.create_table(
        "superseded",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["indexed.id"], name=op.f("fk_superseded_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superseded")),
    )
    op.create_table(
        "new_forms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_forms")),
    )
    op.create_table(
        "new_texts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_texts")),
    )
    op.create_table(
        "mentions",
        sa.Column("article", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("low", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("high", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["indexed.id"], name=op.f("fk_mentions_article"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "kind", "low", "high", name=op.f("pk_mentions")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mentions_kind", "mentions", ["kind", "high", "low", "article"])
    op.create_table(
        "forms",
        sa.Column("form", WORD, nullable=False),
        sa.Column("folded", WORD, nullable=True),
        sa.PrimaryKeyConstraint("form", name=op.f("pk_forms")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_forms_folded"), "forms", ["folded"], sqlite_where=sa.text("folded IS NOT NULL"))
    op.create_table(
        "vocab",
        sa.Column("lemma", WORD, nullable=False),
        sa.Column("form", WORD, nullable=False),
        sa.PrimaryKeyConstraint("lemma", "form", name=op.f("pk_vocab")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO index_state (id, whole) SELECT 1, NOT EXISTS (SELECT 1 FROM articles)")
    if op.get_context().dialect.name == "sqlite":
        op.execute(TEXTS)
        op.execute(INDEX)
        op.execute(HASHED)
        op.execute(MERGED)
    else:
        op.execute(VECTORS)
        op.execute(GIN)


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP VIEW search_texts")
    for table in ("vocab", "forms", "mentions", "new_texts", "superseded", "new_forms", "indexed", "index_state"):
        op.drop_table(table)
