-- One row per sign-in: the family of refresh tokens that came of it. Hashes only, no token.
CREATE TABLE sign_in_session (
    id           uuid        NOT NULL, -- in access tokens; no secret
    agent_id     uuid        NOT NULL,
    family       text        NOT NULL, -- of what all its refresh tokens share
    current_hash text        NOT NULL, -- of the one that is good
    former_hash  text,                 -- of the one before
    salt         text,                 -- what the current one was made from, beside the one before
    started_at   timestamptz NOT NULL,
    renewed_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    ended_by     text,
    CONSTRAINT sign_in_session_pkey PRIMARY KEY (id),
    CONSTRAINT sign_in_session_family_key UNIQUE (family),
    CONSTRAINT sign_in_session_of FOREIGN KEY (agent_id) REFERENCES agent (id),
    CONSTRAINT sign_in_session_end_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT sign_in_session_end_known
        CHECK (ended_by IN ('signed_out', 'reused', 'password', 'account', 'too_many'))
);
CREATE INDEX sign_in_session_going_on ON sign_in_session (agent_id, renewed_at) WHERE ended_at IS NULL;
CREATE INDEX sign_in_session_by_renewal ON sign_in_session (renewed_at);

-- Tries at passwords, by what was guessed at (a hash of the address, whether it has an account or
-- not) and by where from.
CREATE TABLE guesses (
    kind  text        NOT NULL,
    key   text        NOT NULL,
    count integer     NOT NULL,
    last  timestamptz,
    CONSTRAINT guesses_pkey PRIMARY KEY (kind, key),
    CONSTRAINT guesses_sane CHECK (count >= 0)
);
CREATE INDEX guesses_by_age ON guesses (last);

-- Devices that have signed in to an account, which others' guessing does not keep out.
CREATE TABLE known_device (
    hash     text        NOT NULL, -- of what its cookie holds
    agent_id uuid        NOT NULL,
    seen_at  timestamptz NOT NULL,
    CONSTRAINT known_device_pkey PRIMARY KEY (hash),
    CONSTRAINT known_device_of FOREIGN KEY (agent_id) REFERENCES agent (id)
);
CREATE INDEX known_device_of_agent ON known_device (agent_id, seen_at);
CREATE INDEX known_device_by_age ON known_device (seen_at);

-- What was typed into "forgot my password", until a replica looks at it a moment later: the answer
-- is given before anybody knows whether there is such an account.
CREATE TABLE password_reset_request (
    id    uuid        NOT NULL,
    email text        NOT NULL,
    at    timestamptz NOT NULL,
    CONSTRAINT password_reset_request_pkey PRIMARY KEY (id)
);

-- Links with which a new password can be set, each once.
CREATE TABLE password_reset (
    id          uuid        NOT NULL,
    agent_id    uuid        NOT NULL,
    secret_hash text,                 -- null until the link is made
    asked_at    timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    CONSTRAINT password_reset_pkey PRIMARY KEY (id),
    CONSTRAINT password_reset_secret_key UNIQUE (secret_hash),
    CONSTRAINT password_reset_of FOREIGN KEY (agent_id) REFERENCES agent (id)
);
CREATE INDEX password_reset_of_agent ON password_reset (agent_id, asked_at);
CREATE INDEX password_reset_by_end ON password_reset (expires_at);

-- Whose tokens in use are void: the not-before list. Kept by a trigger, so that no change of an
-- account can forget it.
CREATE SEQUENCE access_change_revision;

CREATE TABLE access_change (
    agent_id       uuid        NOT NULL,
    access_version bigint      NOT NULL,
    status         text        NOT NULL,
    revision       bigint      NOT NULL,
    changed_at     timestamptz NOT NULL,
    CONSTRAINT access_change_pkey PRIMARY KEY (agent_id)
);
CREATE INDEX access_change_recent ON access_change (changed_at);
CREATE INDEX access_change_suspended ON access_change (agent_id) WHERE status = 'suspended';

CREATE FUNCTION note_access_change() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO access_change (agent_id, access_version, status, revision, changed_at)
    VALUES (NEW.id, NEW.access_version, NEW.status, nextval('access_change_revision'), clock_timestamp())
    ON CONFLICT (agent_id) DO UPDATE
        SET access_version = EXCLUDED.access_version,
            status         = EXCLUDED.status,
            revision       = EXCLUDED.revision,
            changed_at     = EXCLUDED.changed_at;
    RETURN NULL;
END;
$$;

CREATE TRIGGER agent_access_is_noted
    AFTER UPDATE ON agent
    FOR EACH ROW
    WHEN (OLD.access_version <> NEW.access_version OR OLD.status <> NEW.status)
    EXECUTE FUNCTION note_access_change();

-- Accounts that were suspended before this came.
INSERT INTO access_change (agent_id, access_version, status, revision, changed_at)
SELECT id, access_version, status, nextval('access_change_revision'), now()
FROM agent
WHERE status = 'suspended';
