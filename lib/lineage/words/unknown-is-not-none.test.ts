import { describe, expect, it } from 'vitest';
import { CHAIN_END, CHAIN_ENDS } from '../vocabulary/chain-end.ts';
import { STATUS, STATUSES } from '../vocabulary/status.ts';
import { MISSING_BASE_WORDS } from './missing-base-words.ts';
import { publicSentence } from './status-change-words.ts';
import { summarise, summariseBase } from './summary-sentences.ts';

/** Words that say that there is no base, or that the chain is complete. */
const NONE = /based on nothing|has no base|\bnone\b|no base\b|ends here|\broot\b|nothing below/i;

describe('what is not known is never said to be none', () => {
  it.each(STATUS.filter((status) => status !== 'root'))('for the status %s', (status) => {
    const sentences = [
      STATUSES[status].meaning,
      MISSING_BASE_WORDS[status],
      summariseBase(status),
      publicSentence(status, null),
    ];
    for (const sentence of sentences) expect(sentence).not.toMatch(NONE);
  });

  it.each(CHAIN_END.filter((end) => end !== 'root'))('for the chain’s end %s', (end) => {
    expect(CHAIN_ENDS[end].sentence).not.toMatch(NONE);
  });

  it('for the findings of images whose base is not known', () => {
    const reason = { kind: 'set-aside' } as const;
    const findings = [
      { kind: 'set-aside' },
      { kind: 'image-unreadable', reason },
      { kind: 'evidence-unreadable', reason: null },
      { kind: 'no-evidence' },
      { kind: 'claims-not-followed', evidence: [] },
    ] as const;
    for (const finding of findings) expect(summarise({ finding })).not.toMatch(NONE);
  });

  it('but a root is', () => {
    expect(summarise({ finding: { kind: 'root' } })).toMatch(NONE);
    expect(MISSING_BASE_WORDS.root).toMatch(NONE);
    expect(CHAIN_ENDS.root.sentence).toMatch(NONE);
  });
});
