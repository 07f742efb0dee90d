CREATE TABLE "hinted_tags" (
	"registry" text NOT NULL,
	"repository" text NOT NULL,
	"tag" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"digest" text,
	"hinted_at" timestamp (3) with time zone NOT NULL,
	"looked_at" timestamp (3) with time zone,
	CONSTRAINT "hinted_tags_registry_repository_tag_pk" PRIMARY KEY("registry","repository","tag")
);
--> statement-breakpoint
CREATE TABLE "hook_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"hook_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"test" boolean NOT NULL,
	"accepted" integer NOT NULL,
	"hinted" integer NOT NULL,
	"hints" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hooks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"registry" text,
	"map" jsonb NOT NULL,
	"path_hash" text NOT NULL,
	"sealed_secret" text,
	"service_account" text,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"last_heard_at" timestamp (3) with time zone,
	CONSTRAINT "hooks_pathHash_unique" UNIQUE("path_hash")
);
--> statement-breakpoint
ALTER TABLE "hook_deliveries" ADD CONSTRAINT "hook_deliveries_hook_id_hooks_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."hooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hinted_tags_due" ON "hinted_tags" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "hook_deliveries_hook" ON "hook_deliveries" USING btree ("hook_id","at","id");