CREATE TABLE things (id uuid PRIMARY KEY, text text NOT NULL);
