import { Network, SearchX } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { FailedQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';

/** Instead of a graph that could not be loaded; a focus that is not in the fleet is no failure. */
export function Failed({
  query,
  focus,
  onReset,
}: {
  query: ComponentProps<typeof FailedQuery>['query'];
  focus: string;
  onReset: () => void;
}) {
  if (focus !== '' && problemIn(query.error).status === 404) {
    const whole = <Button onClick={onReset}>Show the whole fleet</Button>;
    return (
      <Middle>
        <EmptyState icon={SearchX} title="Not in the fleet" actions={whole}>
          No tracked image is <code className="break-all">{focus}</code> or is based on it. Paste it into the
          box above to track it.
        </EmptyState>
      </Middle>
    );
  }
  return (
    <div className="p-4">
      <FailedQuery query={query} />
    </div>
  );
}

/** Instead of a graph without nodes. */
export function Empty({ total, filter, onReset }: { total: number; filter: string; onReset: () => void }) {
  if (total === 0) {
    const begin = (
      <LinkButton href="/" variant="primary">
        Add images
      </LinkButton>
    );
    return (
      <Middle>
        <EmptyState icon={Network} title="Nothing to draw yet" actions={begin}>
          The graph shows tracked images and their bases. Paste a reference above, import a list, or open the
          sample fleet.
        </EmptyState>
      </Middle>
    );
  }
  return (
    <Middle>
      <EmptyState
        icon={SearchX}
        title="No images match your filter"
        actions={<Button onClick={onReset}>Show the whole fleet</Button>}
      >
        None of the {total.toLocaleString('en')} images and bases matches <code>{filter}</code>.
      </EmptyState>
    </Middle>
  );
}

function Middle({ children }: { children: ReactNode }) {
  return <div className="flex size-full items-center justify-center">{children}</div>;
}
