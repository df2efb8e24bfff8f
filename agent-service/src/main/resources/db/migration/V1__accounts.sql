-- What departments there are. Agents belong to one; tickets are routed within one.
CREATE TABLE department (
    key             text        NOT NULL,
    name            text        NOT NULL,
    active          boolean     NOT NULL,
    removed         boolean     NOT NULL, -- kept, so that its events keep their numbers
    leads           uuid[]      NOT NULL, -- agents
    strategy        text        NOT NULL,
    give_back_after bigint,               -- seconds; null: an agent that is away keeps its tickets
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL,
    event_sequence  bigint      NOT NULL, -- 0: not yet told of
    CONSTRAINT department_pkey PRIMARY KEY (key),
    CONSTRAINT department_strategy_known CHECK (strategy IN ('skill_based', 'least_loaded', 'round_robin')),
    CONSTRAINT department_give_back_sane CHECK (give_back_after > 0)
);

-- The ones that the platform starts with; the service tells of them when it starts.
INSERT INTO department
SELECT key, name, true, false, '{}', 'skill_based', 900, now(), now(), 1, 0
FROM (VALUES ('technical', 'Technical'), ('billing', 'Billing'), ('general', 'General'), ('complaints', 'Complaints'))
    AS shipped (key, name);

-- One row per account, pending and rejected ones too: an address has one account for ever.
CREATE TABLE agent (
    id              uuid        NOT NULL,
    email           text        NOT NULL, -- in lower case
    first_name      text        NOT NULL,
    last_name       text        NOT NULL,
    phone_number    text,
    employee_id     text,
    password_hash   text        NOT NULL,
    role            text        NOT NULL,
    status          text        NOT NULL,
    status_reason   text,
    department      text        NOT NULL,
    specializations text[]      NOT NULL, -- categories; empty: all
    languages       text[]      NOT NULL, -- BCP 47; empty: all
    avatar_url      text,
    apps            text[]      NOT NULL, -- * is all
    granted         text[]      NOT NULL, -- permissions over the role's default
    revoked         text[]      NOT NULL, -- of the role's default
    capacity        integer     NOT NULL DEFAULT 5,
    shifts          jsonb,                -- {"timeZone", "week": {"monday": [{"from", "to"}], …}}
    access_version  bigint      NOT NULL DEFAULT 1, -- grows with all that voids tokens in use
    profile_version bigint      NOT NULL DEFAULT 1, -- grows with what others show of the agent
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL,
    event_sequence  bigint      NOT NULL,
    CONSTRAINT agent_pkey PRIMARY KEY (id),
    CONSTRAINT agent_email_key UNIQUE (email),
    CONSTRAINT agent_department_there FOREIGN KEY (department) REFERENCES department (key),
    CONSTRAINT agent_email_lower CHECK (email = lower(email)),
    CONSTRAINT agent_role_known CHECK (role IN ('support_agent', 'admin')),
    CONSTRAINT agent_status_known CHECK (status IN ('pending', 'approved', 'rejected', 'suspended')),
    CONSTRAINT agent_capacity_sane CHECK (capacity BETWEEN 1 AND 100)
);
CREATE INDEX agent_by_status ON agent (status, id);
CREATE INDEX agent_of_department ON agent (department);

-- Who did what to an account. The version is the account's after the change.
CREATE TABLE agent_history (
    agent_id   uuid        NOT NULL,
    version    bigint      NOT NULL,
    at         timestamptz NOT NULL,
    actor_id   text        NOT NULL,
    actor_name text,
    actor_kind text        NOT NULL,
    action     text        NOT NULL,
    changes    jsonb       NOT NULL, -- [[field, from, to], …]
    reason     text,
    CONSTRAINT agent_history_pkey PRIMARY KEY (agent_id, version)
);

CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER agent_history_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_history();

-- Agents who work together. Nothing is routed by teams.
CREATE TABLE team (
    id         uuid        NOT NULL,
    name       text        NOT NULL,
    department text        NOT NULL,
    lead       uuid,
    members    uuid[]      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version    bigint      NOT NULL,
    CONSTRAINT team_pkey PRIMARY KEY (id),
    CONSTRAINT team_name_key UNIQUE (name),
    CONSTRAINT team_department_there FOREIGN KEY (department) REFERENCES department (key)
);
CREATE INDEX team_of_department ON team (department);
