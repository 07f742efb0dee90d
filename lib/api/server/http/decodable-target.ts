/**
 * A request's target whose path can be percent-decoded into text: where it cannot, or holds a NUL, its percent signs are
 * taken as the characters they are. Next answers 500 to what it cannot decode, and to a NUL in the path of a file,
 * before any route is asked.
 */
export function decodable(target: string): string {
  const [path = '', ...query] = target.split('?');
  return isText(path) ? target : [path.replaceAll('%', '%25'), ...query].join('?');
}

function isText(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
