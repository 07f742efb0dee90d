/**
 * A request's target whose path can be percent-decoded: where it cannot, its percent signs are taken as the
 * characters they are. Next answers 500 to what it cannot decode, before any route is asked.
 */
export function decodable(target: string): string {
  const [path = '', ...query] = target.split('?');
  try {
    decodeURIComponent(path);
    return target;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}
