/** Bounds on foreign JSON: `maxBytes` of UTF-8 and `maxDepth` of nesting. */
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

/** A manifest may be 4 MiB (distribution-spec, § Pushing Manifests) and 64 levels deep. */
export const MANIFEST_LIMITS: JsonLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 64 };

/** The document is no JSON that two readers would understand alike; `message` says why. */
export class JsonDocumentError extends Error {
  override name = 'JsonDocumentError';
}

/**
 * Parses foreign JSON, refusing what parsers disagree on: duplicate keys, `__proto__`, integers beyond 2^53,
 * invalid UTF-8, a byte order mark, excessive depth or size. Throws {@link JsonDocumentError}.
 */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits = MANIFEST_LIMITS): unknown {
  if (bytes.byteLength > limits.maxBytes) {
    throw new JsonDocumentError(`it has ${bytes.byteLength} bytes, more than the ${limits.maxBytes} allowed`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new JsonDocumentError('it is not valid UTF-8', { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new JsonDocumentError('it is not valid JSON', { cause });
  }
  checkStructure(text, limits.maxDepth);
  return value;
}

/** Walks text that is known to be valid JSON; only strings, numbers and brackets matter. */
function checkStructure(text: string, maxDepth: number): void {
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\],:]/g;
  const scopes: (Set<string> | undefined)[] = [];
  let lastString: string | undefined;
  for (const [lexeme] of text.matchAll(token)) {
    switch (lexeme) {
      case '{':
      case '[':
        scopes.push(lexeme === '{' ? new Set() : undefined);
        if (scopes.length > maxDepth)
          throw new JsonDocumentError(`it is nested deeper than ${maxDepth} levels`);
        break;
      case '}':
      case ']':
        scopes.pop();
        break;
      case ':':
        checkKey(scopes.at(-1), lastString);
        break;
      case ',':
        break;
      default:
        if (lexeme.startsWith('"')) lastString = lexeme;
        else checkNumber(lexeme);
    }
  }
}

function checkKey(keys: Set<string> | undefined, lexeme: string | undefined): void {
  if (keys === undefined || lexeme === undefined) return;
  const key: string = JSON.parse(lexeme);
  if (key === '__proto__') throw new JsonDocumentError('it has the key "__proto__"');
  if (keys.has(key)) throw new JsonDocumentError(`it has the key "${key.slice(0, 80)}" twice`);
  keys.add(key);
}

function checkNumber(lexeme: string): void {
  if (/^-?\d+$/.test(lexeme) && !Number.isSafeInteger(Number(lexeme))) {
    throw new JsonDocumentError(`the number ${lexeme.slice(0, 40)} is beyond 2^53`);
  }
}
