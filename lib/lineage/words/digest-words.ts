import type { DigestKind } from '../vocabulary/evidence.ts';

/** A base's digests of one level: what was claimed, and what the base's name resolves to now. */
export interface DigestRow {
  /** `index`, `manifest`, a platform, or `digest` if the kind is not known. */
  readonly of: string;
  readonly claimed: string | null;
  readonly current: string | null;
}

/** The digests of a platform's verdict; in stored or sent verdicts the kinds may be missing. */
interface Platform {
  readonly platform: string;
  readonly claimedDigest: string | null;
  readonly claimedDigestKind?: DigestKind | null | undefined;
  readonly currentDigest: string | null;
  readonly basePlatform?: string | null | undefined;
}

interface Base {
  readonly digest: string | null;
  readonly digestKind?: DigestKind | null | undefined;
  readonly currentDigest: string | null;
  readonly currentDigestKind?: DigestKind | null | undefined;
  readonly platforms: readonly Platform[];
}

/**
 * A base's digests by level, so that no index is compared with a platform's manifest: first the tag's own digest, which
 * `crane digest` prints, then a claimed digest of another level, then the platform's manifests. `platform` is the one to
 * show; without it a platform is shown only if the claim names it.
 */
export function digestRows(base: Base, platform?: string): DigestRow[] {
  const { digest, currentDigest, digestKind, currentDigestKind } = base;
  const sameLevel = digest === currentDigest || (digestKind != null && digestKind === currentDigestKind);
  const kind = kindWord(currentDigestKind ?? (sameLevel ? digestKind : null));
  const rows: DigestRow[] = [];
  if (currentDigest !== null || (sameLevel && digest !== null))
    rows.push({ of: kind, claimed: sameLevel ? digest : null, current: currentDigest });
  if (digest !== null && !sameLevel) {
    const named = base.platforms.find((each) => each.claimedDigest === digest);
    rows.push(
      digestKind === 'manifest' && named !== undefined
        ? { of: named.basePlatform ?? named.platform, claimed: digest, current: named.currentDigest }
        : { of: kindWord(digestKind), claimed: digest, current: null },
    );
  }
  const shown = base.platforms.find((each) => each.platform === platform);
  if (shown !== undefined) rows.push(...platformRows(shown, rows));
  return rows;
}

/** A platform's manifests, if `rows` do not have them yet. */
function platformRows(
  { platform, basePlatform, claimedDigest, claimedDigestKind, currentDigest }: Platform,
  rows: readonly DigestRow[],
): DigestRow[] {
  const claimed = claimedDigestKind === 'manifest' ? claimedDigest : null;
  if (claimed === null && currentDigest === null) return [];
  const known = rows.some(
    (row) =>
      (claimed === null || row.claimed === claimed) &&
      (currentDigest === null || row.current === currentDigest),
  );
  return known ? [] : [{ of: basePlatform ?? platform, claimed, current: currentDigest }];
}

function kindWord(kind: DigestKind | null | undefined): string {
  return kind ?? 'digest';
}

/** The two digests of one level that differ because the base moved: of the tag, else of a platform. */
export function movedDigests(base: Base): DigestRow | undefined {
  const rows = [...digestRows(base), ...base.platforms.flatMap((each) => platformRows(each, []))];
  return rows.find(({ claimed, current }) => claimed !== null && current !== null && claimed !== current);
}
