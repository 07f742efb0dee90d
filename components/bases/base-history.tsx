import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import type { BaseView } from '#lib/api/contract/images/bases.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { previousDigest, withDigest } from './history-digests.ts';
import { differenceHref } from './hrefs.ts';

/** Every digest that a base's tag had, newest first, each with what changed since the one before. */
export function BaseHistory({ base: { reference, history } }: { base: BaseView }) {
  return (
    <section aria-labelledby="base-history-title" className="space-y-2">
      <h2 id="base-history-title" className="font-medium">
        Digests of the tag
      </h2>
      {history.length === 0 ? (
        <p className="text-sm text-muted">This name has no tag that was checked here.</p>
      ) : (
        <ol className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
          {history.map(({ digest, firstSeen, lastSeen, images }, index) => {
            const before = previousDigest(history, index);
            return (
              <li
                key={firstSeen}
                data-digest={digest}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2"
              >
                {digest === null ? (
                  <span className="text-status-broken">gone</span>
                ) : (
                  <Digest value={digest} />
                )}
                {index === 0 && digest !== null ? <span className="text-xs text-muted">now</span> : null}
                <span className="text-muted">
                  first seen <Time value={firstSeen} />, last seen <Time value={lastSeen} />
                </span>
                {images === 0 ? null : (
                  <span>
                    {counted(images, 'image')} {images === 1 ? 'names' : 'name'} this digest
                  </span>
                )}
                {digest === null || before === undefined ? null : (
                  <span className="ml-auto max-md:ml-0">
                    <LinkButton
                      size="sm"
                      href={differenceHref({
                        from: withDigest(reference, before),
                        to: withDigest(reference, digest),
                      })}
                    >
                      What changed
                    </LinkButton>
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
