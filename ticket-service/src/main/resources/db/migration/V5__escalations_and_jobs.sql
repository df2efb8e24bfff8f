-- What is remembered so that nothing is done twice and nobody is forgotten. A new ticket has the
-- defaults, so that opening one writes nothing more than before.
ALTER TABLE ticket
    ADD COLUMN former_agents        text[] NOT NULL DEFAULT '{}', -- from whom an escalation took it
    ADD COLUMN aged_at              timestamptz,                  -- escalated for its age, once
    ADD COLUMN rating_request       text,                         -- waiting or asked; null: nothing to ask
    ADD COLUMN rating_request_since timestamptz,
    ADD COLUMN overdue_alerted_at   timestamptz;

-- What the jobs look through. Both hold only tickets that something will still be done to, however
-- many have ended, and none that is new: opening a ticket does not touch them. Waiting and overdue
-- tickets are found by ticket_active and ticket_due.
CREATE INDEX ticket_resolved ON ticket (app, resolved_at, id) WHERE status = 'resolved';
CREATE INDEX ticket_rating_request ON ticket (app, rating_request, rating_request_since, id)
    WHERE rating_request IS NOT NULL;

-- The steps up of tickets. The sequence is that of the event that told of it.
CREATE TABLE escalation (
    ticket_id       uuid        NOT NULL,
    sequence        bigint      NOT NULL,
    at              timestamptz NOT NULL,
    actor_id        text        NOT NULL,
    actor_name      text,
    actor_kind      text        NOT NULL,
    cause           text        NOT NULL,
    reason          text        NOT NULL,
    from_level      integer     NOT NULL,
    level           integer     NOT NULL,
    from_agent_id   text,
    from_agent_name text,
    to_agent_id     text,
    to_agent_name   text,
    CONSTRAINT escalation_pkey PRIMARY KEY (ticket_id, sequence),
    CONSTRAINT escalation_goes_up CHECK (level > from_level)
);

-- Each run of a job. That (job, slot) is unique makes one replica win each time slot; a run that an
-- admin asked for has no slot. The runner writes its sign of life with each batch; of a silent one
-- another takes the run over, and the number of attempts tells the old runner that it lost it.
CREATE TABLE job_run (
    id           uuid        NOT NULL, -- a UUIDv7: runs by id are runs by time
    job          text        NOT NULL,
    slot         timestamptz,
    apps         text[],               -- null: all
    asked_by     text,                 -- who asked for it by hand
    asked_at     timestamptz NOT NULL,
    runner       text,
    attempt      integer     NOT NULL DEFAULT 0,
    heartbeat_at timestamptz,
    started_at   timestamptz,
    finished_at  timestamptz,
    changed      jsonb       NOT NULL DEFAULT '{}', -- number of tickets by app
    failure      text,
    CONSTRAINT job_run_pkey PRIMARY KEY (id),
    CONSTRAINT job_run_of_slot UNIQUE (job, slot)
);
CREATE INDEX job_run_of_job ON job_run (job, id);
CREATE INDEX job_run_open ON job_run (id) WHERE finished_at IS NULL;
