import type { WithLog } from '../../capabilities.ts';
import type { ScanContext } from '../../scan/scan-images.ts';
import type { WithPush } from '../push.ts';

/** What executing a rebase needs: it writes to registries, and scans what it moved. */
export interface ExecutionContext extends ScanContext, WithPush, WithLog {}
