/**
 * Makes the path of a request target decodable: if it is not valid percent-encoded text or contains a NUL, its percent
 * signs are escaped. Otherwise Next would answer 500 before any route runs.
 */
export function decodableTarget(target: string): string {
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
