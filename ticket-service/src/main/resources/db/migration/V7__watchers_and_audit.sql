-- Staff who follow a ticket, by id, in the order in which they came. A column and not a table of its
-- own: whoever changes a ticket reads its row under the row's lock, and sees the newest value here. A
-- sub-select beside FOR UPDATE would see the state of before the wait for that lock.
ALTER TABLE ticket ADD COLUMN watchers text[] NOT NULL DEFAULT '{}';

-- Each line of the history has a seal that follows from its content and from the seal of the line
-- before it; the ticket keeps its newest one, so that a line missing at the end shows. Null in lines
-- from before there were seals, and in tickets that have only such lines.
ALTER TABLE history ADD COLUMN seal bytea;
ALTER TABLE ticket ADD COLUMN seal bytea;

-- The audit trail across tickets, newest first: of an app, and of one person of an app. What else it
-- is filtered by is looked at on the way. The third costs creates and replies nothing.
CREATE INDEX history_of_app ON history (app, at, ticket_id, sequence);
CREATE INDEX history_of_actor ON history (app, actor_id, at, ticket_id, sequence);
CREATE INDEX history_of_deleted ON history (number) WHERE action = 'ticket_deleted';

CREATE INDEX ticket_rated ON ticket (app, rated_at, id) WHERE rated_at IS NOT NULL;
