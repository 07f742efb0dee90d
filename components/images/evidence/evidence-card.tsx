'use client';

import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { Term } from '#components/ui/values/term.tsx';
import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { EVIDENCE_KINDS, EVIDENCE_LEVELS } from '#lib/lineage/vocabulary/evidence.ts';
import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';
import { comparedSentence } from './compared-digests.ts';
import { DocumentViewer } from './document-viewer.tsx';
import { VerificationMark } from './verdict-marks.tsx';

/** A name that is no reference, as it was written. */
function ClaimedText({ text }: { text: string | undefined }) {
  if (text === undefined) return <span className="text-muted">no name</span>;
  return (
    <span className="min-w-0 break-all">
      <span className="mono">{text}</span> <span className="text-muted">(not an image reference)</span>
    </span>
  );
}

/** One statement about a base, what it was compared with, and on demand the document it stands in. */
export function EvidenceCard({
  evidence,
  base,
  reference,
}: {
  evidence: EvidenceView;
  /** Null where no statement is followed. */
  base: BaseVerdictView | null;
  /** The image the statement is about. */
  reference: string;
}) {
  const [open, setOpen] = useState(false);
  const { kind, level, name, claimed, digest, platform, source, verification, note } = evidence;
  const { word, meaning, spec } = EVIDENCE_KINDS[kind];
  const compared = base === null ? null : comparedSentence(evidence, base);
  const parsed = tryParseReference(reference);
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
        {source === undefined ? null : (
          <Button size="sm" className="ml-auto" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the document' : 'Show the document'}
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
        <DocumentViewer
          digest={source}
          repository={parsed === undefined ? undefined : formatRepository(parsed)}
        />
      ) : null}
    </div>
  );
}
