import { Handle, Position } from 'reactflow';

/** Invisible ends of lines: on the left to the base, on the right to the dependents. */
export function NodeHandles() {
  return (
    <>
      <Handle type="source" position={Position.Left} isConnectable={false} className="invisible! left-0!" />
      <Handle type="target" position={Position.Right} isConnectable={false} className="invisible! right-0!" />
    </>
  );
}
