-- What is known of each ticket from its events: facts that lists and figures need, no texts and no
-- persons but staff. Kept after a ticket's end, since it may be reopened, and after its deletion,
-- since an old event may still come.
CREATE TABLE ticket_record (
    ticket_id           uuid        NOT NULL,
    sequence            bigint      NOT NULL, -- of the event that the facts are from; the newest wins
    app                 text        NOT NULL,
    department          text        NOT NULL,
    standing            text        NOT NULL,
    urgency             smallint    NOT NULL, -- 0 is the most urgent
    assignee            text,
    first_due_at        timestamptz NOT NULL,
    first_breached      boolean     NOT NULL,
    first_at            timestamptz,
    resolution_due_at   timestamptz NOT NULL,
    resolution_breached boolean     NOT NULL,
    resolution_at       timestamptz,
    rating              smallint,
    created_at          timestamptz NOT NULL,
    resolved_at         timestamptz,
    closed_at           timestamptz,
    deleted             boolean     NOT NULL,
    answer_sequence     bigint,               -- of the event that told of the first response; null: not yet come
    answered_by         text,                 -- null beside a sequence: by no agent
    rated_sequence      bigint,
    rated_agent         text,
    had_by              text[]      NOT NULL, -- every agent who was seen to have it
    active              boolean     GENERATED ALWAYS AS (standing = 'active' AND NOT deleted) STORED,
    CONSTRAINT ticket_record_pkey PRIMARY KEY (ticket_id),
    CONSTRAINT ticket_record_standing_known CHECK (standing IN ('active', 'resolved', 'closed')),
    CONSTRAINT ticket_record_urgency_known CHECK (urgency BETWEEN 0 AND 3)
);
-- What agents look at: their own, and what waits for somebody.
CREATE INDEX ticket_record_assigned
    ON ticket_record (assignee, urgency, resolution_due_at, created_at, ticket_id)
    WHERE active AND assignee IS NOT NULL;
CREATE INDEX ticket_record_waiting
    ON ticket_record (department, urgency, resolution_due_at, created_at, ticket_id) INCLUDE (app)
    WHERE active AND assignee IS NULL;

-- Sums by agent; what each means stands in the domain's Figures.
CREATE TABLE agent_figures (
    agent                 text   NOT NULL,
    open                  bigint NOT NULL,
    handled               bigint NOT NULL,
    closed                bigint NOT NULL,
    first_responses       bigint NOT NULL,
    first_response_millis bigint NOT NULL,
    resolutions           bigint NOT NULL,
    resolution_millis     bigint NOT NULL,
    ratings               bigint NOT NULL,
    stars                 bigint NOT NULL,
    met                   bigint NOT NULL,
    breached              bigint NOT NULL,
    CONSTRAINT agent_figures_pkey PRIMARY KEY (agent)
);

-- What is to be added to them. Consumers only append, so that none waits for another's agents.
CREATE TABLE agent_figures_delta (
    id                    bigint GENERATED ALWAYS AS IDENTITY,
    agent                 text   NOT NULL,
    open                  bigint NOT NULL,
    handled               bigint NOT NULL,
    closed                bigint NOT NULL,
    first_responses       bigint NOT NULL,
    first_response_millis bigint NOT NULL,
    resolutions           bigint NOT NULL,
    resolution_millis     bigint NOT NULL,
    ratings               bigint NOT NULL,
    stars                 bigint NOT NULL,
    met                   bigint NOT NULL,
    breached              bigint NOT NULL,
    CONSTRAINT agent_figures_delta_pkey PRIMARY KEY (id)
);
CREATE INDEX agent_figures_delta_of_agent ON agent_figures_delta (agent);
