DROP INDEX "verdicts_image_at";--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "seq" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "verdicts_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "status" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "previous_status" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "base_name" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "ancestors" text[];--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "platforms" text[];--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "behind_since" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "verdicts" SET
	"status" = "lineage" ->> 'status',
	"previous_status" = "before"."status",
	"base_name" = "lineage" #>> '{links,0,base,name}',
	"ancestors" = ARRAY(
		SELECT DISTINCT "link" #>> '{base,name}' FROM jsonb_array_elements("lineage" -> 'links') AS "links"("link")
		WHERE "link" #>> '{base,name}' IS NOT NULL),
	"platforms" = ARRAY(
		SELECT "platform" ->> 'platform'
		FROM jsonb_array_elements("lineage" #> '{links,0,platforms}') WITH ORDINALITY AS "platforms"("platform", "place")
		ORDER BY "place"),
	"behind_since" = ("lineage" #>> '{links,0,base,behindSince}')::timestamptz
FROM (
	SELECT "id" AS "verdict", lag("lineage" ->> 'status') OVER (PARTITION BY "image_id" ORDER BY "at", "seq") AS "status"
	FROM "verdicts"
) AS "before"
WHERE "verdicts"."id" = "before"."verdict";--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "status" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "ancestors" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "platforms" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "verdicts_status_changes" ON "verdicts" USING btree ("at","seq") WHERE status is distinct from previous_status;--> statement-breakpoint
CREATE INDEX "verdicts_image_at" ON "verdicts" USING btree ("image_id","at","seq");
