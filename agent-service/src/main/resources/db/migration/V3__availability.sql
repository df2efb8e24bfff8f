-- Whether an agent can be reached, and what time will change of it. Every account has a row.
-- Changed under the lock of the agent's row; only alive_until also without it.
CREATE TABLE availability (
    agent_id      uuid        NOT NULL,
    availability  text        NOT NULL,
    since         timestamptz NOT NULL,
    settled_at    timestamptz NOT NULL, -- up to here the boundaries of shifts have had their effect
    boundary_at   timestamptz,          -- the next one; null: none
    alive_until   timestamptz NOT NULL, -- when the lease lapses, or has
    -- When the timer has something to look at. Who is offline and not alive stays so.
    next_check_at timestamptz GENERATED ALWAYS AS (
        CASE WHEN availability <> 'offline' OR alive_until > settled_at
            THEN least(boundary_at, greatest(alive_until, settled_at)) END) STORED,
    CONSTRAINT availability_pkey PRIMARY KEY (agent_id),
    CONSTRAINT availability_of_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE,
    CONSTRAINT availability_known CHECK (availability IN ('available', 'busy', 'away', 'offline')),
    CONSTRAINT availability_boundary_ahead CHECK (boundary_at > settled_at)
);
CREATE INDEX availability_due ON availability (next_check_at) WHERE next_check_at IS NOT NULL;

-- A new account is offline and was never seen.
CREATE FUNCTION begin_offline() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO availability (agent_id, availability, since, settled_at, alive_until)
    VALUES (NEW.id, 'offline', NEW.created_at, NEW.created_at, NEW.created_at);
    RETURN NULL;
END;
$$;

CREATE TRIGGER agent_begins_offline
    AFTER INSERT ON agent FOR EACH ROW EXECUTE FUNCTION begin_offline();

INSERT INTO availability (agent_id, availability, since, settled_at, alive_until)
SELECT id, 'offline', created_at, created_at, created_at FROM agent;
