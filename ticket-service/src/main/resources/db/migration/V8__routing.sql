-- The picture of the agents that agent-service lists (by agent-events): its newest word counts. The
-- columns of before stay as they were learned from tokens for those that it does not list.
ALTER TABLE agent
    ADD COLUMN listed           boolean NOT NULL DEFAULT false,
    ADD COLUMN sequence         bigint  NOT NULL DEFAULT 0, -- of the event by which this was learned
    ADD COLUMN role             text,
    ADD COLUMN status           text,
    ADD COLUMN department       text,
    ADD COLUMN specializations  text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN languages        text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN permissions      text[]  NOT NULL DEFAULT '{}',
    ADD COLUMN capacity         integer NOT NULL DEFAULT 0,
    ADD COLUMN availability     text,
    ADD COLUMN available_since  timestamptz,
    ADD COLUMN profile_version  bigint  NOT NULL DEFAULT 0, -- name and picture are of this version …
    ADD COLUMN named_version    bigint  NOT NULL DEFAULT 0, -- … and those known here of this one
    ADD COLUMN name_asked_at    timestamptz,
    ADD COLUMN last_assigned_at timestamptz;

-- Who may be given tickets now; who may have to give some back.
CREATE INDEX agent_on_duty ON agent (department)
    WHERE listed AND status = 'approved' AND availability = 'available';
CREATE INDEX agent_absent ON agent (id)
    WHERE listed AND (status <> 'approved' OR availability = 'offline');

CREATE TABLE department_routing (
    department      text   NOT NULL,
    strategy        text   NOT NULL,
    give_back_after bigint, -- seconds; null: never
    sequence        bigint NOT NULL,
    CONSTRAINT department_routing_pkey PRIMARY KEY (department)
);

-- From whom a ticket was last taken by hand: routing gives it to others.
ALTER TABLE ticket ADD COLUMN declined_by text[] NOT NULL DEFAULT '{}';

-- Tickets that wait for an agent, by what they ask of it, and within that in the order in which they
-- are given out. Holds no more than these, however many tickets there are.
CREATE INDEX ticket_waiting ON ticket (department, app, language, category, priority DESC,
        (CASE WHEN resolution_paused_at IS NULL THEN resolution_due_at END), created_at, id)
    WHERE assignee_id IS NULL AND active;

-- What each agent carries. Opening a ticket does not touch it.
CREATE INDEX ticket_load ON ticket (assignee_id) WHERE assignee_id IS NOT NULL AND active;

-- An agent and what it carries, its row locked until the transaction ends if it is listed: what is
-- counted after that nobody else can change by giving it a ticket. In one round trip; being VOLATILE,
-- the function counts with a snapshot taken after the lock was got.
CREATE FUNCTION agent_to_assign(wanted text)
    RETURNS TABLE (id text, name text, avatar_url text, apps text[], approved boolean, listed boolean,
                   available boolean, capacity integer, load bigint)
    LANGUAGE plpgsql VOLATILE AS
$$
BEGIN
    PERFORM FROM agent a WHERE a.id = wanted AND a.listed FOR UPDATE;
    RETURN QUERY
        SELECT a.id, a.name, a.avatar_url, a.apps, a.approved, a.listed,
               a.availability IS NOT DISTINCT FROM 'available', a.capacity,
               CASE WHEN a.listed
                    THEN (SELECT count(*) FROM ticket t WHERE t.assignee_id = a.id AND t.active)
                    ELSE 0 END
        FROM agent a WHERE a.id = wanted;
END;
$$;
