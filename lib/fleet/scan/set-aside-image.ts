import { type BaseVerdict, LINEAGE_VERSION, type Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { ScanSubject } from '#lib/store/images/tracked-images.ts';
import { readVerdict } from '#lib/store/scans/verdicts.ts';
import { forgetInterrupted, setAside } from '#lib/store/service/interrupted-jobs.ts';
import type { WithDatabase, WithLog } from '../capabilities.ts';
import { type StoreContext, storeVerdicts } from './store-verdicts.ts';
import { storedAs } from './stored-judgement.ts';

/** The key of an image's scans in the notes about interrupted jobs. */
export const imageKey = (imageId: string): string => `image:${imageId}`;

const REASON = { kind: 'set-aside' } as const;

/** Excludes an image from scans until a person scans it alone, and says so in its verdict. */
export async function setAsideImage(
  context: StoreContext & WithLog,
  subject: ScanSubject,
  look: number,
): Promise<void> {
  const { db, clock, log } = context;
  const at = clock();
  const before = await readVerdict(db, subject.id);
  const lineage = unknownOf(subject.reference, before?.lineage, at);
  const judged = storedAs(subject.id, { lineage, inputs: null, questions: [] }, at, look);
  await storeVerdicts(context, [judged], at);
  await setAside(db, imageKey(subject.id), at);
  log.error({ image: subject.reference }, 'an image was set aside: checking it ended the process twice');
}

/** Lets scans check an image again. */
export async function takeBackImages({ db }: WithDatabase, imageIds: readonly string[]): Promise<void> {
  await forgetInterrupted(db, imageIds.map(imageKey));
}

/** What was known about an image, without any claim about its present state. */
function unknownOf(reference: string, known: Lineage | undefined, at: Date): Lineage {
  const checkedAt = at.toISOString();
  const says = { checkedAt, status: 'unknown', finding: REASON } as const;
  if (known === undefined) {
    const link = { reference, digest: null, mediaType: null, created: null, platforms: [], base: null };
    return { version: LINEAGE_VERSION, reference, digest: null, ...says, links: [link], end: 'unresolvable' };
  }
  const links = known.links.map((link) => ({
    ...link,
    base: link.base === null ? null : unknownBase(link.base),
  }));
  return { ...known, ...says, links };
}

function unknownBase(base: BaseVerdict): BaseVerdict {
  const platforms = base.platforms.map((each) => ({
    ...each,
    freshness: 'unknown' as const,
    reasons: [REASON],
  }));
  return { ...base, freshness: 'unknown', reasons: [REASON], platforms };
}
