"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("index", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_leaves")),
    )
    op.create_table(
        "payloads",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("codec", sa.String(length=20), nullable=False),
        sa.Column("dictionary", sa.LargeBinary(), nullable=True),
        sa.Column("anchor", sa.LargeBinary(), nullable=True),
        sa.Column("stored", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["anchor"], ["payloads.sha256"], name=op.f("fk_payloads_anchor")),
        sa.ForeignKeyConstraint(["dictionary"], ["payloads.sha256"], name=op.f("fk_payloads_dictionary")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_payloads")),
    )
    op.create_table(
        "portals",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("seeds", sa.JSON(), nullable=False),
        sa.Column("delay", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portals")),
    )
    op.create_table(
        "crawls",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.BigInteger(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("knowledge", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("log_size", sa.Integer(), nullable=True),
        sa.Column("log_root", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_crawls_portal")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_crawls")),
    )
    op.create_index(op.f("ix_crawls_portal"), "crawls", ["portal"], unique=False)
    op.create_table(
        "frames",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_frames_portal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frames")),
        sa.UniqueConstraint("portal", "digest", name=op.f("uq_frames_portal_digest")),
    )
    op.create_table(
        "resources",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("urlkey", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_by", sa.String(length=20), nullable=False),
        sa.Column("found_crawl", sa.Integer(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("snapshots", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("missing_since", sa.BigInteger(), nullable=True),
        sa.Column("unmodified", sa.Integer(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=True),
        sa.Column("last_change", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["found_crawl"], ["crawls.seq"], name=op.f("fk_resources_found_crawl")),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_resources_portal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sa.UniqueConstraint("portal", "urlkey", name=op.f("uq_resources_portal_urlkey")),
    )
    op.create_table(
        "changes",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("crawl", sa.Integer(), nullable=False),
        sa.Column("resource", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("from_n", sa.Integer(), nullable=True),
        sa.Column("to_n", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("not_after", sa.BigInteger(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=True),
        sa.Column("old_url", sa.Text(), nullable=True),
        sa.Column("attachment_url", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("significance", sa.Double(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.seq"], name=op.f("fk_changes_crawl")),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name=op.f("fk_changes_resource")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_crawl"), "changes", ["crawl"], unique=False)
    op.create_index(op.f("ix_changes_resource"), "changes", ["resource"], unique=False)
    op.create_table(
        "extractions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("resource", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parser", sa.String(length=100), nullable=False),
        sa.Column("parser_version", sa.Integer(), nullable=False),
        sa.Column("knowledge", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["payload"], ["payloads.sha256"], name=op.f("fk_extractions_payload")),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name=op.f("fk_extractions_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extractions")),
        sa.UniqueConstraint(
            "payload",
            "resource",
            "parser",
            "parser_version",
            "knowledge",
            name=op.f("uq_extractions_payload_resource_parser_parser_version_knowledge"),
        ),
    )
    op.create_index(op.f("ix_extractions_resource"), "extractions", ["resource"], unique=False)
    op.create_table(
        "frontier",
        sa.Column(
            "resource", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("portal", sa.String(length=200), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=True),
        sa.Column("found_by", sa.String(length=20), nullable=False),
        sa.Column("chain", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["portal"], ["portals.name"], name=op.f("fk_frontier_portal")),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name=op.f("fk_frontier_resource")),
        sa.PrimaryKeyConstraint("resource", name=op.f("pk_frontier")),
    )
    op.create_index("ix_frontier_due", "frontier", ["portal", "lease", "due"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("extraction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("first_capture", sa.BigInteger(), nullable=False),
        sa.Column("last_capture", sa.BigInteger(), nullable=False),
        sa.Column("last_full", sa.BigInteger(), nullable=False),
        sa.Column("captures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["extraction"], ["extractions.id"], name=op.f("fk_snapshots_extraction")),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name=op.f("fk_snapshots_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("resource", "n", name=op.f("uq_snapshots_resource_n")),
    )
    op.create_index(op.f("ix_snapshots_digest"), "snapshots", ["digest"], unique=False)
    op.create_table(
        "articles",
        sa.Column(
            "snapshot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("published_text", sa.Text(), nullable=True),
        sa.Column("updated", sa.Date(), nullable=True),
        sa.Column("updated_text", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name=op.f("fk_articles_snapshot")),
        sa.PrimaryKeyConstraint("snapshot", "position", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_digest"), "articles", ["digest"], unique=False)
    op.create_table(
        "captures",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("crawl", sa.Integer(), nullable=False),
        sa.Column("resource", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fetch_outcome", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("redirect", sa.Text(), nullable=True),
        sa.Column("redirects", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=True),
        sa.Column("http_version", sa.String(length=20), nullable=True),
        sa.Column("request_headers", sa.JSON(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("coding", sa.String(length=100), nullable=False),
        sa.Column("wire_length", sa.BigInteger(), nullable=True),
        sa.Column("charset", sa.JSON(), nullable=True),
        sa.Column("sniffed_type", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("snapshot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("frame", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("extraction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["crawl"], ["crawls.seq"], name=op.f("fk_captures_crawl")),
        sa.ForeignKeyConstraint(["extraction"], ["extractions.id"], name=op.f("fk_captures_extraction")),
        sa.ForeignKeyConstraint(["frame"], ["frames.id"], name=op.f("fk_captures_frame")),
        sa.ForeignKeyConstraint(["payload"], ["payloads.sha256"], name=op.f("fk_captures_payload")),
        sa.ForeignKeyConstraint(["resource"], ["resources.id"], name=op.f("fk_captures_resource")),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name=op.f("fk_captures_snapshot")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_captures")),
        sa.UniqueConstraint("crawl", "resource", name=op.f("uq_captures_crawl_resource")),
    )
    op.create_index(op.f("ix_captures_payload"), "captures", ["payload"], unique=False)
    op.create_index("ix_captures_resource", "captures", ["resource", "seq"], unique=False)
    op.create_index(op.f("ix_captures_snapshot"), "captures", ["snapshot"], unique=False)
    op.create_table(
        "links",
        sa.Column(
            "snapshot", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("zone", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name=op.f("fk_links_snapshot")),
        sa.PrimaryKeyConstraint("snapshot", "zone", "position", name=op.f("pk_links")),
    )
    op.create_index("ix_links_url", "links", ["url"], unique=False)
