-- Counts every change of the catalogues below; who keeps them in memory looks here for news.
CREATE TABLE catalogue (
    name     text   PRIMARY KEY CHECK (name = 'catalogue'),
    revision bigint NOT NULL
);
INSERT INTO catalogue (name, revision) VALUES ('catalogue', 1);

CREATE TABLE app (
    key      text   NOT NULL,
    prefix   text   NOT NULL,
    version  bigint NOT NULL,
    settings jsonb  NOT NULL,
    CONSTRAINT app_pkey PRIMARY KEY (key),
    CONSTRAINT app_prefix_key UNIQUE (prefix)
);

CREATE TABLE category (
    app              text     NOT NULL REFERENCES app,
    key              text     NOT NULL,
    name             text     NOT NULL,
    icon             text,
    description      text,
    active           boolean  NOT NULL,
    sort_order       integer  NOT NULL,
    default_priority smallint NOT NULL, -- as in ticket
    department       text     NOT NULL,
    required_fields  text[]   NOT NULL,
    version          bigint   NOT NULL,
    CONSTRAINT category_pkey PRIMARY KEY (app, key)
);

-- Agents and customers, as their tokens last described them.
CREATE TABLE agent (
    id         text    NOT NULL,
    name       text,
    avatar_url text,
    apps       text[]  NOT NULL,
    approved   boolean NOT NULL,
    CONSTRAINT agent_pkey PRIMARY KEY (id)
);

CREATE TABLE person (
    app        text NOT NULL,
    id         text NOT NULL,
    name       text,
    kind       text NOT NULL,
    avatar_url text,
    CONSTRAINT person_pkey PRIMARY KEY (app, id)
);
