/** A directed graph: each node and the nodes that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** A graph of arrows; every end of an arrow is a node. */
export function graphFrom(nodes: Iterable<string>, arrows: Iterable<readonly [string, string]>): Graph {
  const graph = new Map<string, Set<string>>();
  const node = (name: string) => graph.get(name) ?? graph.set(name, new Set()).get(name);
  for (const name of nodes) node(name);
  for (const [from, to] of arrows) {
    node(to);
    node(from)?.add(to);
  }
  return graph;
}

/** The strongly connected components (Tarjan), each after those that it points to. */
function components(graph: Graph): string[][] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const open: string[] = [];
  /** Returns the lowest index of an open node that this one reaches. */
  const visit = (node: string): number => {
    const own = index.size;
    let lowest = own;
    index.set(node, own);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) lowest = Math.min(lowest, visit(next));
      else if (open.includes(next)) lowest = Math.min(lowest, index.get(next) ?? own);
    }
    if (lowest === own) found.push(open.splice(open.indexOf(node)));
    return lowest;
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** The sets of nodes that reach one another: import circles. */
export function circles(graph: Graph): string[][] {
  return components(graph).filter((each) => each.length > 1);
}

/** The number of nodes on the longest chain of arrows; a circle counts as one node. */
export function longestChain(graph: Graph): number {
  const depth = new Map<string, number>();
  for (const component of components(graph)) {
    const below = component
      .flatMap((node) => [...(graph.get(node) ?? [])])
      .map((next) => depth.get(next) ?? 0);
    const own = 1 + Math.max(0, ...below);
    for (const node of component) depth.set(node, own);
  }
  return Math.max(0, ...depth.values());
}
