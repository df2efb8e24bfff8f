-- First answers to requests with an Idempotency-Key, good for 24 hours. Partitioned by the day they
-- were given on, so that forgetting them is dropping a table.
CREATE TABLE idempotency (
    id         text        NOT NULL, -- hash of caller, route and key
    created_at timestamptz NOT NULL DEFAULT now(),
    body_hash  text        NOT NULL,
    status     smallint    NOT NULL,
    location   text,
    etag       text,
    body       text,
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

CREATE TABLE idempotency_default PARTITION OF idempotency DEFAULT;

-- Takes the key's lock until the transaction ends, then looks for a stored answer: two statements in
-- one round trip. Being VOLATILE, the function reads with a snapshot taken after the lock was got;
-- one statement doing both could miss the answer of a transaction that ended in between.
CREATE FUNCTION idempotency_enter(request text, lock_key bigint)
    RETURNS TABLE (locked boolean, body_hash text, status smallint, location text, etag text, body text)
    LANGUAGE plpgsql VOLATILE AS
$$
BEGIN
    IF NOT pg_try_advisory_xact_lock(lock_key) THEN
        RETURN QUERY SELECT false, NULL::text, NULL::smallint, NULL::text, NULL::text, NULL::text;
        RETURN;
    END IF;
    RETURN QUERY
        SELECT true, i.body_hash, i.status, i.location, i.etag, i.body
        FROM idempotency i
        WHERE i.id = request AND i.created_at > now() - interval '24 hours'
        ORDER BY i.created_at DESC
        LIMIT 1;
    IF NOT FOUND THEN
        RETURN QUERY SELECT true, NULL::text, NULL::smallint, NULL::text, NULL::text, NULL::text;
    END IF;
END;
$$;
