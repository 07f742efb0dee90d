/** The session's cookie. Browsers limit cookies with the prefix `__Host-` to https, this host and the path `/`. */
export const SESSION_COOKIE = 'baseboard_session';
/** The state of a login with the provider until its callback. */
export const FLOW_COOKIE = 'baseboard_login';
/** Marks a browser that has logged in before. */
export const DEVICE_COOKIE = 'baseboard_device';

const HOST_PREFIX = '__Host-';

export interface CookieSettings {
  /** Seconds; 0 deletes the cookie. */
  readonly maxAge: number;
  /** Whether the browser uses https. */
  readonly secure: boolean;
  /** `Lax` cookies are also sent with a redirect from another site. */
  readonly sameSite: 'Strict' | 'Lax';
}

/** The value of a `Set-Cookie` header; on https the name gets the prefix `__Host-`. */
export function setCookie(name: string, value: string, { maxAge, secure, sameSite }: CookieSettings): string {
  const attributes = `Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
  return `${secure ? HOST_PREFIX : ''}${name}=${value}; ${attributes}`;
}

/**
 * Reads a cookie's value from a `Cookie` header. With `secureOnly`, only the name with `__Host-` counts: a neighbouring
 * host can set the other one, and so log the browser in as somebody else.
 */
export function readCookie(header: string | null, name: string, secureOnly: boolean): string | undefined {
  const cookies = new Map(
    (header ?? '').split(';').flatMap((part): [string, string][] => {
      const equals = part.indexOf('=');
      return equals < 0 ? [] : [[part.slice(0, equals).trim(), part.slice(equals + 1).trim()]];
    }),
  );
  return cookies.get(HOST_PREFIX + name) ?? (secureOnly ? undefined : cookies.get(name));
}
