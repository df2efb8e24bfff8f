-- Who works for support, as agent-service publishes it: of each the newest that was heard.
CREATE TABLE agent (
    id         uuid   PRIMARY KEY,
    role       text   NOT NULL,
    status     text   NOT NULL, -- of the account; only the approved are told of tickets
    department text,
    apps       text[] NOT NULL, -- '*' for all
    sequence   bigint NOT NULL  -- of the event that said so: an older one changes nothing
);

-- Those whom a ticket may concern, besides the leads, who are found by id.
CREATE INDEX agent_of_department ON agent (department)
    WHERE status = 'approved' AND role = 'support_agent';
CREATE INDEX agent_admin ON agent (id) WHERE status = 'approved' AND role = 'admin';

CREATE TABLE department (
    key      text   PRIMARY KEY,
    leads    uuid[] NOT NULL, -- some may not be heard of yet: they are told once they are
    sequence bigint NOT NULL
);
