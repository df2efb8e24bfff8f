-- When support works. A version is never changed: deadlines that were set by it keep counting by it.
CREATE TABLE business_calendar (
    key     text    NOT NULL,
    version bigint  NOT NULL,
    rules   jsonb   NOT NULL,
    removed boolean NOT NULL DEFAULT false, -- of the newest version: whether new policies may name it
    CONSTRAINT business_calendar_pkey PRIMARY KEY (key, version)
);

CREATE TABLE sla_policy (
    app     text   NOT NULL REFERENCES app,
    key     text   NOT NULL,
    version bigint NOT NULL,
    rules   jsonb  NOT NULL,
    CONSTRAINT sla_policy_pkey PRIMARY KEY (app, key)
);

-- Counts the changes of what decides about deadlines: policies, calendars, apps.
ALTER TABLE catalogue ADD COLUMN sla_revision bigint NOT NULL DEFAULT 1;

-- By which terms a ticket's deadlines were set, and when its clocks ran: started, halted, started, …
-- in microseconds since 1970, which take the driver less time to read than moments. Null in rows of before: then each clock counts as started when its due time says.
ALTER TABLE ticket
    ADD COLUMN sla_policy              text,
    ADD COLUMN sla_policy_version      bigint,
    ADD COLUMN sla_calendar            text,
    ADD COLUMN sla_calendar_version    bigint,
    ADD COLUMN sla_response_target     bigint, -- seconds
    ADD COLUMN sla_resolution_target   bigint, -- seconds
    ADD COLUMN sla_at_risk_percent     smallint,
    ADD COLUMN sla_pauses_internally   boolean,
    ADD COLUMN sla_revision            bigint,
    ADD COLUMN response_runs           bigint[],
    ADD COLUMN response_said           smallint, -- 0 nothing, 1 at risk, 2 breached
    ADD COLUMN resolution_runs         bigint[],
    ADD COLUMN resolution_said         smallint;

-- One row for each ticket that has not ended: when there is something to say of it next.
CREATE TABLE sla_timer (
    ticket_id uuid        NOT NULL,
    alarm_at  timestamptz, -- null while nothing will be due unless the ticket changes
    revision  bigint      NOT NULL, -- of the rules by which its terms were last chosen
    CONSTRAINT sla_timer_pkey PRIMARY KEY (ticket_id)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX sla_timer_due ON sla_timer (alarm_at) WHERE alarm_at IS NOT NULL;
CREATE INDEX sla_timer_outdated ON sla_timer (revision);

INSERT INTO sla_timer (ticket_id, alarm_at, revision)
SELECT id, least(CASE WHEN response_stopped_at IS NULL THEN response_at_risk_at END,
                 CASE WHEN resolution_stopped_at IS NULL AND resolution_paused_at IS NULL THEN resolution_at_risk_at END), 0
FROM ticket WHERE active;

-- The account of a ticket's clocks. The sequence is that of the change's first event.
CREATE TABLE sla_ledger (
    ticket_id        uuid        NOT NULL,
    sequence         bigint      NOT NULL,
    line             smallint    NOT NULL, -- within the change, from 1
    at               timestamptz NOT NULL,
    event            text        NOT NULL,
    target           text, -- first_response or resolution; null where it is about both
    status           text        NOT NULL,
    policy           text        NOT NULL,
    policy_version   bigint      NOT NULL,
    calendar         text        NOT NULL,
    calendar_version bigint      NOT NULL,
    response_target  bigint      NOT NULL, -- seconds
    resolution_target bigint     NOT NULL, -- seconds
    CONSTRAINT sla_ledger_pkey PRIMARY KEY (ticket_id, sequence, line)
);

CREATE FUNCTION refuse_to_rewrite_ledger() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'the SLA ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER sla_ledger_is_append_only
    BEFORE UPDATE OR TRUNCATE ON sla_ledger
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_ledger();
