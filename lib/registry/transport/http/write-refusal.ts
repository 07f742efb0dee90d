import type { RegistryErrorKind, RegistryOperation } from '../../errors.ts';

/** Why a registry refused a write; each reason needs a different fix. */
interface WriteRefusal {
  readonly kind: RegistryErrorKind;
  /** A code of ours if the registry's own says less. */
  readonly code: string;
  /** The second half of a sentence, with what to do. */
  readonly problem: string;
}

const WRITES: ReadonlySet<RegistryOperation> = new Set([
  'put-manifest',
  'put-blob',
  'mount-blob',
  'delete-manifest',
]);
const ON_TAGS: ReadonlySet<RegistryOperation> = new Set(['put-manifest', 'delete-manifest']);

/**
 * Words in answers about a tag that must not be moved: Harbor (412 "configured as immutable"), ECR (400 TAG_INVALID,
 * "already exists … cannot be overwritten"; ImageTagAlreadyExistsException), Quay (TAG_IMMUTABLE), Artifact Registry
 * ("tag immutability"), Artifactory ("overwrite"), Nexus ("does not allow updating"), ACR ("operation is disallowed":
 * a lock), GitLab ("protected").
 */
const IMMUTABLE =
  /immutab|overwrit|alreadyexists|already exists|does not allow updating|redeploy|is disallowed|\block(?:ed)?\b|protected/;
const QUOTA =
  /quota|upper limit|storage (?:limit|resource)|limit (?:is |was |has been )?(?:exceeded|reached)|exceed(?:s|ed|ing)? (?:the )?.{0,40}(?:limit|storage|space)/;
const FULL =
  /(?:insufficient|not enough|out of) (?:storage|disk|space)|no space left|(?:storage|disk) (?:space )?(?:is )?full/;

/**
 * The reason of a refused write, from its status and from the code and the words of the body. `said` is that body in
 * lower case; it is never shown. `undefined` if the request is no refused write, or if the status says as much.
 */
export function writeRefusal(
  operation: RegistryOperation,
  status: number,
  code: string | undefined,
  said: string,
): WriteRefusal | undefined {
  if (!WRITES.has(operation) || status === 408 || status === 429) return undefined;
  if (status >= 500 && status !== 507) {
    // Distribution answers 500 if its disk is full.
    return FULL.test(said) ? full(status) : undefined;
  }
  if (status < 400) return undefined;
  if (QUOTA.test(said)) return quota(status);
  if (status === 507 || FULL.test(said)) return full(status);
  if (status === 413) {
    return {
      kind: 'unsupported',
      code: 'SIZE_LIMIT',
      problem:
        'the registry, or a proxy in front of it, refuses content of this size (HTTP 413); raise the limit there',
    };
  }
  const aboutTag = ON_TAGS.has(operation) && (IMMUTABLE.test(said) || code === 'TAG_INVALID');
  if (aboutTag && status !== 401 && status !== 404) {
    const act = operation === 'delete-manifest' ? 'delete' : 'move';
    return {
      kind: 'conflict',
      code: 'TAG_IMMUTABLE',
      problem: `the registry does not let anyone ${act} this tag: it is immutable or locked there (HTTP ${status}); use a new tag, or lift the rule in the registry`,
    };
  }
  if (status === 401 || status === 403 || code === 'DENIED') {
    const right = operation === 'delete-manifest' ? 'delete' : 'push';
    return {
      kind: 'not-visible',
      code: code ?? 'DENIED',
      problem: `these credentials may not ${right} there (HTTP ${status}); give their account the right to ${right}, or configure others`,
    };
  }
  return undefined;
}

function quota(status: number): WriteRefusal {
  return {
    kind: 'unsupported',
    code: 'QUOTA_EXCEEDED',
    problem: `the storage quota there is used up (HTTP ${status}); free space or raise the quota, then try again`,
  };
}

function full(status: number): WriteRefusal {
  return {
    kind: 'unsupported',
    code: 'STORAGE_FULL',
    problem: `the registry has no storage left (HTTP ${status}); free space there, then try again`,
  };
}
