-- What each person is told. No texts: kind and parameters become words when they are read.
CREATE TABLE notification (
    audience       text        NOT NULL, -- customer or staff
    person_app     text        NOT NULL, -- of a customer, who is known by app and id; empty for staff
    person_id      text        NOT NULL,
    id             uuid        NOT NULL, -- follows from the change and the person: the same again is no second row
    kind           text        NOT NULL,
    app            text        NOT NULL, -- where the news is from
    subject_type   text        NOT NULL,
    subject_id     uuid        NOT NULL,
    subject_number text        NOT NULL,
    status         text        NOT NULL, -- of the subject, after the change
    turn           text,                 -- what the change meant for this person, where the status does not say it
    created_at     timestamptz NOT NULL,
    read_at        timestamptz,
    -- The one index that lists need: a person's rows, newest last, as ids carry their time.
    PRIMARY KEY (audience, person_app, person_id, id),
    CHECK ((audience = 'customer' AND person_app = app) OR (audience = 'staff' AND person_app = ''))
);

CREATE INDEX notification_unread ON notification (audience, person_app, person_id, id) INCLUDE (app)
    WHERE read_at IS NULL;
