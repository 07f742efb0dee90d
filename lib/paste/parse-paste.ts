import { formatReference, parseReference, ReferenceSyntaxError } from '#lib/oci/reference.ts';
import type { Candidate, Paste, PasteProblem } from './paste.ts';

const PULL = /^(?:sudo\s+)?(?:docker|podman|nerdctl|buildah|crane|ctr)\s+(?:images?\s+)?pull\s+(.*)$/i;
const YAML_IMAGE = /^(?:-\s*)?image:\s*["']?([^"'\s#]+)["']?\s*(?:#.*)?$/;
const FROM = /^\s*FROM\s+\S/im;

/**
 * Parses what a person pastes into the reference box: one reference, many lines, `docker pull` commands, `image:` lines
 * of a compose or Kubernetes file, or the FROM instructions of a Dockerfile. Never rejects.
 */
export async function parsePaste(text: string): Promise<Paste> {
  const { candidates, problems } = await candidatesOf(text);
  const read = readCandidates(candidates);
  return { references: read.references, problems: [...problems, ...read.problems] };
}

/** The words of a text that may be references, as {@link parsePaste} finds them; and what is known to be none. */
export async function candidatesOf(
  text: string,
): Promise<{ candidates: readonly Candidate[]; problems: readonly PasteProblem[] }> {
  if (FROM.test(text)) {
    // The Dockerfile parser is large: pages load it only when somebody pastes a Dockerfile.
    const { candidatesOfDockerfile } = await import('./parse-dockerfile.ts');
    return candidatesOfDockerfile(text);
  }
  const candidates = text.split(/\r?\n/).flatMap((line, index) => candidatesOfLine(line, index + 1));
  return { candidates, problems: [] };
}

/** Parses each candidate as a reference; a repeated one counts once. */
export function readCandidates(candidates: readonly Candidate[]): Paste {
  const references = new Set<string>();
  const problems: PasteProblem[] = [];
  for (const { line, text } of candidates) {
    try {
      references.add(formatReference(parseReference(text)));
    } catch (error) {
      if (!(error instanceof ReferenceSyntaxError)) throw error;
      problems.push({ line, text, problem: error.message });
    }
  }
  return { references: [...references], problems };
}

function candidatesOfLine(raw: string, line: number): Candidate[] {
  const text = raw.trim().replace(/^[$>]\s+/, '');
  if (text === '' || text.startsWith('#') || text.startsWith('//')) return [];
  const pull = PULL.exec(text)?.[1];
  if (pull !== undefined) return [{ line, text: lastArgument(pull) }];
  const image = YAML_IMAGE.exec(text)?.[1];
  if (image !== undefined) return [{ line, text: image }];
  return text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) => ({ line, text: word.replace(/^["'`]|["'`]$/g, '') }));
}

/** The last argument of a pull command is the reference; what a shell operator adds after it belongs to no pull. */
function lastArgument(rest: string): string {
  const command = rest.split(/\s*(?:&&|\|\||[;|])\s*/)[0] ?? '';
  return (
    command
      .trim()
      .split(/\s+/)
      .at(-1)
      ?.replace(/^["']|["']$/g, '') ?? ''
  );
}
