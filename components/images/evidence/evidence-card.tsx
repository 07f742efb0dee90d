'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { Term } from '#components/ui/values/term.tsx';
import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { EVIDENCE_KINDS, EVIDENCE_LEVELS } from '#lib/lineage/vocabulary/evidence.ts';
import { repositoryOf } from '../repository-of.ts';
import { comparedSentence } from './compared-digests.ts';
import { DocumentViewer } from './document-viewer.tsx';
import { VerificationMark } from './verdict-marks.tsx';

/** A claimed name that is not a reference, as written. */
function ClaimedText({ text }: { text: string | undefined }) {
  if (text === undefined) return <span className="text-muted">no name</span>;
  return (
    <span className="min-w-0 break-all">
      <span className="mono">{text}</span> <span className="text-muted">(not an image reference)</span>
    </span>
  );
}

/** One claim about a base, what it was compared with, and on demand the document that contains it. */
export function EvidenceCard({
  evidence,
  base,
  reference,
}: {
  evidence: EvidenceView;
  /** Null if no claim is followed. */
  base: BaseVerdictView | null;
  /** The image that the claim is about. */
  reference: string;
}) {
  const [open, setOpen] = useState(false);
  const { kind, level, name, claimed, digest, platform, source, verification, note } = evidence;
  const { word, meaning, spec } = EVIDENCE_KINDS[kind];
  const compared = base === null ? null : comparedSentence(evidence, base);
  return (
    <div className="space-y-1 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>
          <span className="font-medium">
            <Term word={word} means={meaning} spec={spec} />
          </span>{' '}
          {EVIDENCE_LEVELS[level].where}
          {platform === undefined ? '' : ` of ${platform}`}
        </span>
        {verification === undefined ? null : <VerificationMark verification={verification} />}
        {kind === 'declared' ? (
          <Link href="/settings/declared-bases" className="ml-auto underline underline-offset-2">
            Declared bases
          </Link>
        ) : null}
        {source === undefined ? null : (
          <Button size="sm" className="ml-auto" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide document' : 'Show document'}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-muted">says</span>
        {name === null ? <ClaimedText text={claimed} /> : <Reference value={name} wrap />}
        {digest === null ? <span className="text-muted">no digest</span> : <Digest value={digest} />}
      </p>
      {compared === null ? null : (
        <p>
          <span className="mr-3 text-muted">compared</span>
          <Sentence text={compared} />
        </p>
      )}
      {note === undefined ? null : (
        <p>
          <span className="mr-3 text-muted">note</span>
          <Sentence text={note} />
        </p>
      )}
      {open && source !== undefined ? (
        <DocumentViewer digest={source} repository={repositoryOf(reference)} />
      ) : null}
    </div>
  );
}
