import { z } from 'zod';

/**
 * Building blocks for documents that violate the specs. They are read as Go clients read them, if all of those agree.
 * docs/leniency.md lists what is read and what is refused.
 */

/** An optional string: null means absent. */
export const optionalText = z.string().nullish();

/** A string that the specs require but nobody needs: null and absent mean empty. */
export const textOrEmpty = optionalText.transform((text) => text ?? '');

/** A list of strings; nulls in it are skipped. */
export const textList = z
  .array(z.string().nullable())
  .transform((texts) => texts.filter((text) => text !== null));

/**
 * Annotations or labels. A key whose value is null is absent, not empty. Parsed by hand, since a record may have as many
 * keys as the document allows values.
 */
export const textRecord = z.unknown().transform((value, context): Record<string, string> => {
  const refuse = (message: string, path: string[]) => {
    context.addIssue({ code: 'custom', message, path });
    return z.NEVER;
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('is not an object', []);
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (text === null) continue;
    if (typeof text !== 'string') return refuse('is not a string', [name]);
    texts[name] = text;
  }
  return texts;
});

/** A size in bytes: an integer below 2^53. */
export const byteCount = z.custom<number>(
  (size) => Number.isSafeInteger(size) && Number(size) >= 0,
  'is not a size in bytes below 2^53',
);

/**
 * An object of the specs. Unknown keys pass through. A key that differs from a known key only in case is refused: Go
 * clients read it as that key, others do not. `alsoKnown` are keys that are known but not checked.
 */
export function wireObject<Shape extends z.ZodRawShape>(shape: Shape, alsoKnown: readonly string[] = []) {
  const known = [...Object.keys(shape), ...alsoKnown];
  const exact = new Set(known);
  const byFold = new Map(known.map((key) => [folded(key), key]));
  return z.looseObject(shape).superRefine((value, context) => {
    for (const key of Object.keys(value)) {
      if (exact.has(key)) continue;
      const meant = byFold.get(folded(key));
      if (meant === undefined) continue;
      const message = `some readers read the key "${key.slice(0, 80)}" for "${meant}", others do not`;
      context.addIssue({ code: 'custom', message, path: [] });
    }
  });
}

/** Go compares keys by Unicode's simple folding, under which ſ is s and the Kelvin sign is k. */
function folded(key: string): string {
  return key.toUpperCase().toLowerCase();
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
  number: 'a number',
};

/** The first problem of a document and its place: completes "the manifest is refused: …". */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'it has an unexpected shape';
  const where = issue.path.join('.') || 'the document';
  if (issue.code === 'custom') return `${where}: ${issue.message}`;
  if (issue.code === 'invalid_type') return `${where}: is not ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value')
    return `${where}: is not ${issue.values.map((each) => JSON.stringify(each)).join(' or ')}`;
  return `${where}: has an unexpected shape`;
}
