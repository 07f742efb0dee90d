import { Handle, Position } from 'reactflow';

/** Where lines end: at the left towards the base, at the right towards what stands on it. Not seen, not used. */
export function NodeHandles() {
  return (
    <>
      <Handle type="source" position={Position.Left} isConnectable={false} className="invisible! left-0!" />
      <Handle type="target" position={Position.Right} isConnectable={false} className="invisible! right-0!" />
    </>
  );
}
