/** The session's cookie; browsers keep `__Host-` cookies to https, this host and the path `/`. */
export const SESSION_COOKIE = 'baseboard_session';
/** What a login with the provider is remembered by until it leads back. */
export const FLOW_COOKIE = 'baseboard_login';
/** Says that a browser has logged in before. */
export const DEVICE_COOKIE = 'baseboard_device';

const HOST_PREFIX = '__Host-';

export interface CookieSettings {
  /** Seconds; 0 takes the cookie away. */
  readonly maxAge: number;
  /** True where the browser came by https. */
  readonly secure: boolean;
  /** `Lax` also comes with the way back from another site. */
  readonly sameSite: 'Strict' | 'Lax';
}

/** A `Set-Cookie` header's value; on https under the `__Host-` name. */
export function setCookie(name: string, value: string, { maxAge, secure, sameSite }: CookieSettings): string {
  const attributes = `Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
  return `${secure ? HOST_PREFIX : ''}${name}=${value}; ${attributes}`;
}

/**
 * A cookie's value in a `Cookie` header. `secureOnly` takes the `__Host-` name alone: the other can be set by a
 * neighbouring host, who would log the browser in as somebody else.
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
