CREATE TABLE "base_names" (
	"name" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "images_ancestors" ON "images" USING gin ("ancestors");--> statement-breakpoint
CREATE INDEX "images_worst_first" ON "images" USING btree (array_position('{broken,stale,stale-by-ancestor,unknown,pending,pinned,up-to-date,root}'::text[], "status"),"reference","id");--> statement-breakpoint
CREATE INDEX "images_worst_last" ON "images" USING btree (array_position('{broken,stale,stale-by-ancestor,unknown,pending,pinned,up-to-date,root}'::text[], "status") desc,"reference","id");--> statement-breakpoint
CREATE INDEX "images_base_first" ON "images" USING btree ((("base_name" is null)::int),coalesce("base_name", ''),"reference","id");--> statement-breakpoint
CREATE INDEX "images_base_last" ON "images" USING btree ((("base_name" is null)::int),coalesce("base_name", '') desc,"reference","id");--> statement-breakpoint
CREATE INDEX "images_longest_behind" ON "images" USING btree ((("behind_since" is null)::int),coalesce("behind_since", 'infinity'::timestamptz),"reference","id");--> statement-breakpoint
CREATE INDEX "images_shortest_behind" ON "images" USING btree ((("behind_since" is null)::int),coalesce("behind_since", 'infinity'::timestamptz) desc,"reference","id");--> statement-breakpoint
CREATE FUNCTION "note_base_names"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "base_names" ("name")
  SELECT "member" FROM (SELECT DISTINCT unnest("ancestors" || "base_name") AS "member" FROM "written") "members"
  WHERE "member" IS NOT NULL AND NOT EXISTS (SELECT FROM "base_names" "known" WHERE "known"."name" = "member")
  -- In one order everywhere, so that no two transactions wait for each other.
  ORDER BY "member"
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "images_inserted_bases" AFTER INSERT ON "images" REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "note_base_names"();--> statement-breakpoint
CREATE TRIGGER "images_updated_bases" AFTER UPDATE ON "images" REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "note_base_names"();--> statement-breakpoint
INSERT INTO "base_names" ("name") SELECT "member" FROM (SELECT DISTINCT unnest("ancestors" || "base_name") AS "member" FROM "images") "members" WHERE "member" IS NOT NULL;
