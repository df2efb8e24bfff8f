-- Events on their way to Kafka. A row is inserted with the change it tells of and deleted once the
-- broker has acknowledged it, so the table is small and every row in it is still to be published.
CREATE TABLE outbox (
    id          bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
    event_id    uuid        NOT NULL,
    topic       text        NOT NULL,
    key         text        NOT NULL,
    type        text        NOT NULL,
    sequence    bigint      NOT NULL,
    occurred_at timestamptz NOT NULL,
    traceparent text,
    data        text        NOT NULL
) WITH (
    -- Rows live for milliseconds: dead ones pile up at the head of the index, which every fetch
    -- reads first. Vacuum by count and not by share, unthrottled, and never take the exclusive lock
    -- that giving pages back would need. The relay vacuums too when it has deleted many.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 10000,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0,
    vacuum_truncate = false,
    toast.autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 1000,
    toast.autovacuum_vacuum_cost_delay = 0,
    toast.vacuum_truncate = false
);

-- Which process relays. The token grows with every take-over; a relay whose token is not the one
-- here, or whose time is over by the database's clock, may neither send nor delete.
CREATE TABLE outbox_lease (
    name       text        PRIMARY KEY CHECK (name = 'relay'),
    holder     text,
    token      bigint      NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100);

INSERT INTO outbox_lease (name, token, expires_at) VALUES ('relay', 0, '-infinity');
