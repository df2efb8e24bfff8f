-- Which events a consumer has applied. The row is inserted in the transaction of the effect.
-- Partitioned by the day that a UUIDv7 carries; partitions are made ahead and dropped when no topic
-- and no dead-letter replay can bring their events again. The default one takes ids of any other
-- kind and is emptied by the time of arrival.
CREATE TABLE inbox (
    consumer    text        NOT NULL,
    event_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
) PARTITION BY RANGE (event_id);

CREATE TABLE inbox_default PARTITION OF inbox DEFAULT;
