import { lazy, Suspense } from 'react';
import { Choice } from '#components/ui/controls/choice.tsx';
import { REACH, type Reach, type SourceDraft } from './source-draft.ts';

// It parses YAML, which no other part of the form needs.
const KubeconfigField = lazy(async () => ({
  default: (await import('./kubeconfig-field.tsx')).KubeconfigField,
}));

/** How a cluster is reached: chosen, never guessed. */
export function ClusterReach({
  draft: { reach, config, access },
  isStored,
  onDraft,
}: {
  draft: SourceDraft;
  /** Whether a token is stored already. */
  isStored: boolean;
  onDraft: (change: Partial<SourceDraft>) => void;
}) {
  const choose = (next: Reach) => {
    const withToken = isStored ? ('keep' as const) : ('token' as const);
    onDraft({ reach: next, access: next === 'cluster' ? 'login' : access === 'login' ? withToken : access });
  };
  return (
    <>
      <Choice
        label="Reached by"
        value={reach}
        options={Object.entries(REACH) as [Reach, string][]}
        onValue={choose}
      />
      {reach === 'kubeconfig' ? (
        <Suspense fallback={<p className="text-muted md:col-span-2">Loading…</p>}>
          <KubeconfigField
            onAccess={({ server, ca, token }) => {
              onDraft({ reach: 'server', config: { ...config, server, ca }, access: 'token', secret: token });
            }}
          />
        </Suspense>
      ) : null}
      {reach === 'cluster' ? (
        <p className="text-muted md:col-span-2">
          It uses the service account of Baseboard’s own pod, and no other login. If Baseboard does not run in
          a cluster, the preview says so.
        </p>
      ) : null}
    </>
  );
}
