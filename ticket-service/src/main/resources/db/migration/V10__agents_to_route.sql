-- Agents with what they carry, their rows locked until the transaction ends; without those that
-- somebody else has locked, whom routing never waits for. As agent_to_assign: one round trip, and
-- being VOLATILE the function counts with a snapshot taken after the locks were got.
CREATE FUNCTION agents_to_route(wanted text[])
    RETURNS TABLE (agent agent, load bigint)
    LANGUAGE plpgsql VOLATILE AS
$$
DECLARE
    locked text[];
BEGIN
    locked := ARRAY(SELECT a.id FROM agent a WHERE a.id = ANY (wanted) ORDER BY a.id
                    FOR UPDATE SKIP LOCKED);
    RETURN QUERY
        SELECT a, (SELECT count(*) FROM ticket t WHERE t.carried_by = a.id)
        FROM agent a WHERE a.id = ANY (locked);
END;
$$;
