import type { FleetEdge, FleetNode } from '../graph/build-graph.ts';
import type { GraphEdge } from '../graph/graph-drawing.ts';
import type { NodeFinding } from '../graph/mention.ts';
import type { Status } from '../vocabulary/status.ts';
import { describeReasons } from './described-lineage.ts';
import { reasonSentences } from './reason-words.ts';
import { summarise, summariseBase } from './summary-sentences.ts';

/** A node with a sentence about it. */
export function describeNode<N extends FleetNode>({
  finding,
  behindSince: _,
  ...node
}: N): Omit<N, 'finding' | 'behindSince'> & { summary: string } {
  return { ...node, summary: nodeSentence(finding, node.status) };
}

/** An edge with its reasons as sentences. */
export function describeEdge({ reasons, ...edge }: FleetEdge): GraphEdge {
  return { ...edge, ...describeReasons(reasons) };
}

function nodeSentence(found: NodeFinding, status: Status): string {
  switch (found.kind) {
    case 'own':
      return summarise(found);
    case 'reasons':
      return reasonSentences(found.reasons) ?? summariseBase(status);
    case 'status':
      return summariseBase(status);
    case 'gone':
      return 'The registry no longer has it.';
    case 'tag-gone':
      return 'The registry no longer has this tag. Its digest still exists.';
    case 'not-read':
      return 'It has not been checked.';
    case 'not-scanned':
      return 'No scan has checked this image yet.';
  }
}
