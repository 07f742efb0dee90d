CREATE TABLE "reports" (
	"serial" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reports_serial_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lookup" "bytea" NOT NULL,
	"id" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"title" text NOT NULL,
	"note" text,
	"filter" text NOT NULL,
	"live" boolean NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"content" text,
	"views" integer DEFAULT 0 NOT NULL,
	"last_view_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "reports_lookup" ON "reports" USING btree ("lookup");