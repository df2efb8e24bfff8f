-- Routing asks for waiting tickets and for what agents carry many times a second, also while the
-- planner's statistics are those of a quieter hour. With conditions on assignee_id and active it then
-- took an index of all active tickets for both, and read the whole of it for each agent. These two
-- columns say the same in words that no other index knows.
ALTER TABLE ticket
    ADD COLUMN waiting boolean NOT NULL GENERATED ALWAYS AS
        (assignee_id IS NULL AND status NOT IN ('resolved', 'closed')) STORED,
    ADD COLUMN carried_by text GENERATED ALWAYS AS
        (CASE WHEN status NOT IN ('resolved', 'closed') THEN assignee_id END) STORED;

DROP INDEX ticket_waiting;
CREATE INDEX ticket_waiting ON ticket (department, app, language, category, priority DESC,
        (CASE WHEN resolution_paused_at IS NULL THEN resolution_due_at END), created_at, id)
    WHERE waiting;

DROP INDEX ticket_load;
CREATE INDEX ticket_load ON ticket (carried_by) WHERE carried_by IS NOT NULL;

-- As in V8, where it says why it is as it is, but for the column that it counts by.
CREATE OR REPLACE FUNCTION agent_to_assign(wanted text)
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
                    THEN (SELECT count(*) FROM ticket t WHERE t.carried_by = a.id)
                    ELSE 0 END
        FROM agent a WHERE a.id = wanted;
END;
$$;
