-- Verdicts hold facts in place of sentences: `lib/store/upgrades/verdict-facts.ts` rewrites those that are stored.
ALTER TABLE "images" ADD COLUMN "finding" jsonb;--> statement-breakpoint
ALTER TABLE "images" DROP COLUMN "summary";
