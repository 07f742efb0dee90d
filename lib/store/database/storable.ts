/** NUL and lone surrogates: registries may send them, but PostgreSQL rejects them in text and jsonb. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** A text that PostgreSQL accepts: other characters are escaped as in JSON, `\\u0000`, and stay visible. */
function storableText(text: string): string {
  return text.replace(UNSTORABLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A value as JSON that PostgreSQL accepts: all its strings and keys by {@link storableText}. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'string') return storableText(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    const keys = Object.keys(part);
    if (keys.every((key) => storableText(key) === key)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [storableText(key), each]));
  });
}
