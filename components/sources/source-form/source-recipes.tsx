import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useOrigin } from '#components/sharing/use-origin.ts';
import { Choice } from '#components/ui/controls/choice.tsx';
import { CopyField } from '#components/ui/controls/copy-field.tsx';
import {
  CLUSTER_ACCOUNT,
  CLUSTER_TOKEN,
  PLACEHOLDER,
  POST_RECIPE,
  POST_RECIPES,
  type PostRecipe,
} from './recipes.ts';

/** The account that reads a cluster, to apply there. */
export function ClusterRecipe() {
  return (
    <Recipe title="Create the account in the cluster">
      <p>
        It may list and watch pods, nodes and workloads, and nothing else: no secrets. Create its namespace
        first: <code>kubectl create namespace baseboard</code>. Then apply it with{' '}
        <code>kubectl apply -f</code>. Without the right to list nodes, only platforms are unknown.
      </p>
      <CopyField label="Account and rights" value={CLUSTER_ACCOUNT} />
      <CopyField label="Create its token" value={CLUSTER_TOKEN} />
    </Recipe>
  );
}

/** How an agent or a pipeline posts to a source; without an id, to one that is not added yet. */
export function PostRecipes({ source }: { source: string | undefined }) {
  const [chosen, setChosen] = useState<PostRecipe>('agent');
  const origin = useOrigin();
  const { how, paste } = POST_RECIPE[chosen];
  const target = { server: origin || PLACEHOLDER.server, source: source ?? PLACEHOLDER.source };
  return (
    <Recipe title="Set up the agent or pipeline" open={source !== undefined}>
      <Choice
        label="Posted by"
        value={chosen}
        options={POST_RECIPES.map((each) => [each, POST_RECIPE[each].label])}
        onValue={setChosen}
      />
      {source === undefined ? <p>The id of the source is filled in once it is added.</p> : null}
      {chosen === 'agent' ? <CopyField label="Account and rights" value={CLUSTER_ACCOUNT} /> : null}
      <p>{how}</p>
      <CopyField label="To paste" value={paste(target)} />
    </Recipe>
  );
}

function Recipe({ title, open = false, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group min-w-0 rounded-md border border-line md:col-span-2">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 px-3 py-2 font-medium max-md:min-h-11">
        <ChevronRight aria-hidden size={14} className="transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="max-w-[90ch] space-y-3 border-t border-line p-3">{children}</div>
    </details>
  );
}
