'use client';

import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { byteSize, counted, familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { MovedTag } from '../moved-tag.tsx';
import { ConfigDiff } from './config-diff.tsx';
import { LayerSwap } from './layer-swap.tsx';
import { lossesSentence, lossWords, writesSentence } from './plan-words.ts';

/** Everything that a plan does, before and after it is done: hazards first, then layers, config, writes, losses. */
export function PlanView({ plan }: { plan: RebasePlanView }) {
  const [chosen, setChosen] = useState(0);
  const platform = plan.platforms[chosen] ?? plan.platforms[0];
  return (
    <div className="space-y-8">
      <Hazards plan={plan} />
      {platform === undefined ? null : (
        <section aria-labelledby="layers-title" className="space-y-3">
          <h2 id="layers-title" className="font-medium">
            Layers
          </h2>
          {plan.platforms.length < 2 ? (
            <p className="text-sm text-muted">{platform.platform}</p>
          ) : (
            <fieldset className="flex flex-wrap gap-1">
              <legend className="sr-only">Platform</legend>
              {plan.platforms.map((each, index) => (
                <Button
                  key={each.platform}
                  size="sm"
                  variant={index === chosen ? 'plain' : 'quiet'}
                  aria-pressed={index === chosen}
                  onClick={() => setChosen(index)}
                >
                  {each.platform}
                </Button>
              ))}
            </fieldset>
          )}
          <BaseOfPlan plan={plan} platform={platform} />
          <LayerSwap platform={platform} annotate={plan.kind === 'annotate'} />
        </section>
      )}
      {platform === undefined ? null : (
        <section aria-labelledby="config-title" className="space-y-3">
          <h2 id="config-title" className="font-medium">
            Config
          </h2>
          <ConfigDiff config={platform.config} />
        </section>
      )}
      {platform === undefined ? null : (
        <section aria-labelledby="annotations-title" className="space-y-3">
          <h2 id="annotations-title" className="font-medium">
            Annotations
          </h2>
          <ConfigDiff
            config={joined(platform.annotations, plan.annotations)}
            caption="Annotations that change"
            unchanged="The annotations stay as they are."
          />
        </section>
      )}
      <Writes plan={plan} />
      <Losses plan={plan} />
    </div>
  );
}

/** The new base: its tag's own digest, and this platform's manifests before and after. */
function BaseOfPlan({
  plan: { newBase },
  platform: { platform, oldBaseDigest, newBaseDigest },
}: {
  plan: RebasePlanView;
  platform: RebasePlanView['platforms'][number];
}) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm [&_dd]:inline [&_dt]:mr-1.5 [&_dt]:inline [&_dt]:text-muted">
      {newBase.digest === null ? null : (
        <div>
          <dt>base tag</dt>
          <dd>
            <Digest value={newBase.digest} />
          </dd>
        </div>
      )}
      {newBaseDigest === undefined ? null : (
        <div>
          <dt>base manifest of {platform}</dt>
          <dd>
            {oldBaseDigest == null ? (
              <Digest value={newBaseDigest} />
            ) : (
              <MovedTag from={oldBaseDigest} to={newBaseDigest} />
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** The manifest's changes, then those of the index around it. */
function joined(manifest: Merged, index: Merged): Merged {
  const ofIndex = <T extends { path: string }>(list: readonly T[]) =>
    list.map((each) => ({ ...each, path: `index.${each.path}` }));
  return {
    changes: [...manifest.changes, ...ofIndex(index.changes)],
    conflicts: [...manifest.conflicts, ...ofIndex(index.conflicts)],
  };
}

type Merged = RebasePlanView['annotations'];

function Hazards({ plan: { warnings, kind } }: { plan: RebasePlanView }) {
  return (
    <section aria-labelledby="hazards-title" className="space-y-3">
      <h2 id="hazards-title" className="font-medium">
        What to know before
      </h2>
      {kind === 'annotate' ? null : (
        <p className="max-w-[90ch] text-sm text-muted">
          A rebase assumes that the app gets on with the new base as it did with the old one: nothing is
          compiled or installed anew. Run the result before you rely on it.
        </p>
      )}
      {warnings.length === 0 ? (
        <p className="text-sm">No hazard was found in the layers and the config.</p>
      ) : (
        <ul className="space-y-2">
          {warnings.map(({ kind: of, platform, detail, paths }) => (
            <li
              key={`${of} ${platform} ${detail}`}
              className="flex gap-3 rounded-md border border-line bg-surface px-4 py-2.5 text-sm"
            >
              <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0 text-status-stale" />
              <div className="min-w-0 space-y-1">
                <p className="break-words">
                  {platform === null ? null : <span className="text-muted">{platform}: </span>}
                  <Sentence text={detail} />
                </p>
                {paths === undefined || paths.length === 0 ? null : (
                  <p className="mono break-all text-muted">{paths.map((path) => `/${path}`).join('  ')}</p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Writes({ plan }: { plan: RebasePlanView }) {
  const { targetDigest, toDigest, target, mounts, copies, documents, requests } = plan;
  return (
    <section aria-labelledby="writes-title" className="space-y-3">
      <h2 id="writes-title" className="font-medium">
        What is written
      </h2>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Reference value={target} wrap />
        <span className="text-muted">{documents.at(-1)?.kind}</span>
        <MovedTag from={targetDigest} to={toDigest} />
      </p>
      {documents.at(-1)?.kind === 'index' ? (
        <ul className="space-y-1 text-sm">
          {plan.platforms.map((each) => (
            <li key={each.platform} className="flex flex-wrap gap-x-3">
              <span className="mono text-muted">{each.platform}</span>
              <MovedTag from={each.fromDigest} to={each.toDigest} />
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-sm">{writesSentence(plan)}</p>
      <details className="rounded-md border border-line bg-surface text-sm">
        <summary className="px-4 py-2">Every call: {counted(requests, 'request')}</summary>
        <ul className="mono divide-y divide-line border-t border-line">
          {[...mounts, ...copies].map(({ digest, size, from }) => (
            <li key={`${digest} ${from}`} className="flex flex-wrap gap-x-4 px-4 py-1.5">
              <span>{mounts.some((mount) => mount.digest === digest) ? 'mount' : 'copy'}</span>
              <Digest value={digest} />
              <span className="text-muted">{byteSize(size)}</span>
              <span className="min-w-0 break-all text-muted">from {from}</span>
            </li>
          ))}
          {documents.map(({ digest, kind, platform, size }) => (
            <li key={digest} className="flex flex-wrap gap-x-4 px-4 py-1.5">
              <span>put {kind}</span>
              <Digest value={digest} />
              <span className="text-muted">{byteSize(size)}</span>
              {platform === null ? null : <span className="text-muted">{platform}</span>}
              <a
                className="underline"
                href={`/api/v1/rebases/plan/${plan.planId}/documents/${encodeURIComponent(digest)}`}
                aria-label={`Download the ${kind} ${digest}`}
              >
                read it
              </a>
            </li>
          ))}
          <li className="px-4 py-1.5">tag {familiarName(target)}</li>
        </ul>
      </details>
    </section>
  );
}

function Losses({ plan }: { plan: RebasePlanView }) {
  const { losses, targetDigest } = plan;
  const sentence = lossesSentence(plan);
  return (
    <section aria-labelledby="losses-title" className="space-y-3">
      <h2 id="losses-title" className="font-medium">
        What is lost, and how to take it back
      </h2>
      {losses.length === 0 ? null : (
        <ul className="space-y-1 text-sm">
          {losses.map(({ kind, digest, detail }) => (
            <li key={`${kind} ${digest} ${detail}`} className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{lossWords(kind)}</span>
              {digest === null ? null : <Digest value={digest} />}
              <span className="min-w-0 break-words">
                <Sentence text={detail} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {sentence === null ? null : <p className="text-sm">{sentence}</p>}
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
        {targetDigest === null ? (
          'You can undo this later. That deletes the new tag, if the registry can and nobody has moved it since.'
        ) : (
          <>
            You can undo this later. That puts the tag back to <Digest value={targetDigest} />, unless
            somebody has moved it since.
          </>
        )}
      </p>
    </section>
  );
}
