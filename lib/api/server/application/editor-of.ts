import type { Caller } from '#lib/access/roles.ts';
import type { Editor } from '#lib/fleet/access/editor.ts';
import { peerAddress } from '../http/peer-address.ts';

/** Who changes something, and from where, for the access audit log. */
export function editorOf({ name }: Caller): Editor {
  return { name, address: peerAddress() };
}
