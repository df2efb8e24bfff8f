-- Words for searching: no stemming, because tickets come in many languages, and no accents.
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TEXT SEARCH CONFIGURATION handrail (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION handrail
    ALTER MAPPING FOR hword, hword_part, word, numhword, hword_numpart, numword WITH unaccent, simple;

-- One sequence for the numbers of all apps. A process takes twenty at a time.
CREATE SEQUENCE ticket_number INCREMENT BY 20 CACHE 1;

-- State, counters and marks of a ticket. What grows with a ticket's life stands in tables beside it,
-- without foreign keys to here: rows are added only in the statement that writes the ticket, under
-- its lock, and go in the statement that deletes it; checking that again would cost each create and
-- each reply a look-up per row.
--
-- Nearly every change moves updated_at and so writes into every index: each one here serves a list
-- whose cost would otherwise grow with the table.
CREATE TABLE ticket (
    id                       uuid        NOT NULL,
    number                   text        NOT NULL,
    app                      text        NOT NULL,
    customer_id              text        NOT NULL,
    customer_name            text,
    customer_kind            text        NOT NULL,
    customer_avatar_url      text,
    opener_id                text        NOT NULL,
    opener_kind              text        NOT NULL,
    source                   text        NOT NULL,
    subject                  text        NOT NULL,
    category                 text        NOT NULL,
    department               text        NOT NULL,
    language                 text        NOT NULL,
    priority                 smallint    NOT NULL, -- 0 low, 1 medium, 2 high, 3 urgent: lists sort by it
    tags                     text[]      NOT NULL,
    custom_fields            jsonb       NOT NULL,
    description              text        NOT NULL,
    status                   text        NOT NULL,
    active                   boolean     NOT NULL GENERATED ALWAYS AS (status NOT IN ('resolved', 'closed')) STORED,
    assignee_id              text,
    assignee_name            text,
    assignee_avatar_url      text,
    escalation_level         integer     NOT NULL,
    resolution_type          text,
    resolution_summary       text,
    resolution_notes         text,
    rating                   integer,
    rating_comment           text,
    rated_at                 timestamptz,
    response_due_at          timestamptz NOT NULL,
    response_at_risk_at      timestamptz NOT NULL,
    response_paused_at       timestamptz,
    response_stopped_at      timestamptz,
    resolution_due_at        timestamptz NOT NULL,
    resolution_at_risk_at    timestamptz NOT NULL,
    resolution_paused_at     timestamptz,
    resolution_stopped_at    timestamptz,
    sla_due_at               timestamptz, -- of the running clock that is due first; null when none runs
    message_count            integer     NOT NULL,
    customer_unread          integer     NOT NULL,
    staff_unread             integer     NOT NULL,
    customer_read_up_to      integer     NOT NULL,
    staff_read_up_to         integer     NOT NULL,
    last_snippet             text,
    last_at                  timestamptz,
    last_author_name         text,
    last_author_kind         text,
    last_public_snippet      text,
    last_public_at           timestamptz,
    last_public_author_name  text,
    last_public_author_kind  text,
    created_at               timestamptz NOT NULL,
    updated_at               timestamptz NOT NULL,
    public_updated_at        timestamptz NOT NULL, -- of the last change that the customer may know of
    resolved_at              timestamptz,
    closed_at                timestamptz,
    version                  bigint      NOT NULL,
    event_sequence           bigint      NOT NULL,
    CONSTRAINT ticket_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_number_key UNIQUE (number),
    CONSTRAINT ticket_status_known CHECK (status IN ('open', 'assigned', 'in_progress', 'waiting_customer',
        'waiting_internal', 'escalated', 'resolved', 'closed', 'reopened')),
    CONSTRAINT ticket_priority_known CHECK (priority BETWEEN 0 AND 3)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- An app's tickets, newest change first and by age; of one customer; of one agent; of nobody; of one
-- department; of one service.
CREATE INDEX ticket_of_app ON ticket (app, updated_at, id);
CREATE INDEX ticket_by_age ON ticket (app, created_at, id);
CREATE INDEX ticket_of_customer ON ticket (app, customer_id, public_updated_at, id);
CREATE INDEX ticket_of_agent ON ticket (app, assignee_id, updated_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_of_nobody ON ticket (app, updated_at, id) WHERE assignee_id IS NULL;
CREATE INDEX ticket_of_department ON ticket (app, department, updated_at, id);
CREATE INDEX ticket_of_service ON ticket (app, opener_id, public_updated_at, id) WHERE opener_kind = 'service';
CREATE INDEX ticket_by_priority ON ticket (app, priority, id);
-- The standing queue: small, however many tickets have ended.
CREATE INDEX ticket_active ON ticket (app, status, updated_at, id) WHERE active;
CREATE INDEX ticket_due ON ticket (app, sla_due_at, id) WHERE sla_due_at IS NOT NULL;

-- The words of a text without accents, plus marks: exact values that no text can contain, such as
-- whose ticket it is. One column, so that one index look-up combines both.
CREATE FUNCTION search_document(words text, marks text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN strip(to_tsvector('public.handrail', words)) || array_to_tsvector(marks);

-- The threads. Position 1 is the customer's description; its search document also has the ticket's
-- own fields. A row is never changed but by a correction of those fields.
CREATE TABLE message (
    ticket_id   uuid        NOT NULL,
    position    integer     NOT NULL,
    id          uuid        NOT NULL,
    author_id   text        NOT NULL,
    author_name text,
    author_kind text        NOT NULL,
    text        text        NOT NULL,
    format      text        NOT NULL,
    visibility  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    search      tsvector    NOT NULL,
    CONSTRAINT message_pkey PRIMARY KEY (ticket_id, position),
    CONSTRAINT message_visibility_known CHECK (visibility IN ('public', 'internal'))
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

-- Statistics of the thousands of commonest words tell a search beforehand when to walk instead.
ALTER TABLE message ALTER COLUMN search SET STATISTICS 300;

-- The pending list keeps many words of one message from being many writes; a small one, because
-- every search reads all of it.
CREATE INDEX message_search ON message USING gin (search) WITH (gin_pending_list_limit = 512);

CREATE TABLE ticket_link (
    ticket_id uuid     NOT NULL,
    type      text     NOT NULL,
    id        text     NOT NULL,
    position  smallint NOT NULL,
    CONSTRAINT ticket_link_pkey PRIMARY KEY (ticket_id, type, id)
);
CREATE INDEX ticket_link_target ON ticket_link (type, id, ticket_id);

-- Who had a ticket since when. The sequence is that of the event that told of it.
CREATE TABLE assignment (
    ticket_id  uuid        NOT NULL,
    sequence   bigint      NOT NULL,
    agent_id   text,
    agent_name text,
    at         timestamptz NOT NULL,
    how        text        NOT NULL,
    actor_id   text        NOT NULL,
    CONSTRAINT assignment_pkey PRIMARY KEY (ticket_id, sequence)
);

-- Who did what. Outlives its ticket. The sequence is that of the change's first event.
CREATE TABLE history (
    ticket_id  uuid        NOT NULL,
    sequence   bigint      NOT NULL,
    number     text        NOT NULL,
    app        text        NOT NULL,
    at         timestamptz NOT NULL,
    actor_id   text        NOT NULL,
    actor_name text,
    actor_kind text        NOT NULL,
    origin     text        NOT NULL,
    action     text        NOT NULL,
    changes    jsonb       NOT NULL, -- [[field, from, to], …]
    reason     text,
    CONSTRAINT history_pkey PRIMARY KEY (ticket_id, sequence)
);

CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER history_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_history();

-- The words of a search, all of which must be there; the last one perhaps only begun.
CREATE FUNCTION search_query(words text, prefix boolean) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE
        WHEN prefix AND plainto_tsquery('public.handrail', words)::text <> ''
            THEN (plainto_tsquery('public.handrail', words)::text || ':*')::tsquery
        ELSE plainto_tsquery('public.handrail', words)
    END;

-- Tickets with a message that matches; null when there are more than so many, or when the planner
-- knows of far more: then the reader walks its list and looks at each ticket's thread instead.
CREATE FUNCTION search_candidates(query tsquery, public_only boolean, most integer) RETURNS uuid[]
    LANGUAGE plpgsql VOLATILE AS -- EXPLAIN is refused in a STABLE one
$$
DECLARE
    plan  json;
    found uuid[];
    seen  bigint;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM public.message WHERE search @@ %L::tsquery', query::text)
        INTO plan;
    IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8 > 4 * most THEN
        RETURN NULL;
    END IF;
    EXECUTE 'SELECT coalesce(array_agg(DISTINCT f.ticket_id), ''{}''), count(*) FROM (
               SELECT m.ticket_id FROM public.message m
               WHERE m.search @@ $1 AND (NOT $2 OR m.visibility = ''public'') LIMIT $3
             ) f'
        INTO found, seen USING query, public_only, most + 1;
    RETURN CASE WHEN seen <= most THEN found END;
END;
$$;
