/** Who changes something, and from where, for the access audit log. */
export interface Editor {
  readonly name: string;
  readonly address: string | null;
}
