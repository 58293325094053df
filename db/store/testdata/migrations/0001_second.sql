CREATE TABLE "pair" ("id" bigint PRIMARY KEY, "sample" bigint NOT NULL REFERENCES "sample" ("id"));
