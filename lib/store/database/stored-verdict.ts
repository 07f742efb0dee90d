// Parses parts of verdicts from columns. A part that cannot be read must not hide the other rows of a list: a safe value
// replaces it, and a process warning names it.
import { ZodError } from 'zod';
import { readLineage, salvageLineage, UNREADABLE_FINDING } from '#lib/lineage/upcast/upcast-lineage.ts';
import { type Finding, findingSchema } from '#lib/lineage/verdict/finding.ts';
import type { LastKnown, Lineage, Unreachable } from '#lib/lineage/verdict/lineage.ts';
import { lastKnownSchema, unreachableSchema } from '#lib/lineage/verdict/lineage-schema.ts';
import { parseStoredOr, storedJsonError, warn } from './stored-json.ts';

/** A stored lineage of any version. One that cannot be read keeps its status, and has no links. */
export function storedLineage(json: unknown): Lineage {
  try {
    return readLineage(json);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const lineage = salvageLineage(json);
    warn(storedJsonError(`a verdict on ${lineage.reference || 'an image without a name'}`, error, json));
    return lineage;
  }
}

/** A stored finding. One that cannot be read says so. */
export function storedFinding(json: unknown): Finding {
  return parseStoredOr(findingSchema, json, 'the finding of a verdict', UNREADABLE_FINDING);
}

/** Why an image cannot be checked; null if that cannot be read. */
export function storedUnreachable(json: unknown): Unreachable | null {
  return parseStoredOr<Unreachable | null>(unreachableSchema, json, 'the outage of an image', null);
}

/** The last known verdict of an image that cannot be checked; null if that cannot be read. */
export function storedLastKnown(json: unknown): LastKnown | null {
  return parseStoredOr<LastKnown | null>(lastKnownSchema, json, 'what was last known of an image', null);
}
