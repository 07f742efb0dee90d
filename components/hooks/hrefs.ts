/** The hooks page, with one hook or the form of a `new` one. */
export function hookHref(hook?: string): string {
  return `/settings/hooks${hook === undefined ? '' : `?hook=${hook}`}`;
}
