CREATE TABLE "content_differences" (
	"from_digest" text NOT NULL,
	"to_digest" text NOT NULL,
	"contents" jsonb NOT NULL,
	"compared_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "content_differences_from_digest_to_digest_pk" PRIMARY KEY("from_digest","to_digest")
);
--> statement-breakpoint
CREATE INDEX "content_differences_compared_at" ON "content_differences" USING btree ("compared_at");