CREATE TABLE custom_field (
    app                 text    NOT NULL REFERENCES app,
    key                 text    NOT NULL,
    name                text    NOT NULL,
    description         text,
    type                text    NOT NULL,
    options             text[]  NOT NULL,
    categories          text[]  NOT NULL, -- empty: of every category
    departments         text[]  NOT NULL, -- empty: of every department
    required            boolean NOT NULL,
    active              boolean NOT NULL,
    sort_order          integer NOT NULL,
    visible_to_customer boolean NOT NULL,
    minimum             numeric,
    maximum             numeric,
    version             bigint  NOT NULL,
    CONSTRAINT custom_field_pkey PRIMARY KEY (app, key),
    CONSTRAINT custom_field_type_known CHECK (type IN ('text', 'number', 'date', 'choice', 'boolean'))
);

-- How many of a ticket's versions only staff can tell apart: those of fields that no customer sees.
ALTER TABLE ticket ADD COLUMN unseen_changes bigint NOT NULL DEFAULT 0;
