import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { HookRequest } from '../hint.ts';

/** What the identity token of a Pub/Sub push has to say. */
export interface ExpectedToken {
  /** The hook's secret: the audience that the subscription is configured with. */
  readonly audience: string;
  /** The account that pushes; null accepts any that knows the audience. */
  readonly serviceAccount: string | null;
  readonly now: Date;
}

/** Google's signing keys by a token's header. */
export type GoogleKeys = JWTVerifyGetKey;

const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];
const CLOCK_SKEW_SECONDS = 30;

/**
 * Verifies the OpenID Connect token of a Pub/Sub push subscription (RFC 7519, RS256, signed by Google). `unverifiable`
 * if Google's keys could not be fetched: then the sender has to try again.
 */
export async function verifyGoogleToken(
  { header }: HookRequest,
  keys: GoogleKeys,
  { audience, serviceAccount, now }: ExpectedToken,
): Promise<'authentic' | 'forged' | 'unverifiable'> {
  const [, token] = /^bearer\s+(\S+)$/i.exec(header('authorization')?.trim() ?? '') ?? [];
  if (token === undefined) return 'forged';
  let areKeysMissing = false;
  const fetched: GoogleKeys = async (...of) => {
    try {
      return await keys(...of);
    } catch (error) {
      areKeysMissing = !(error instanceof errors.JWKSNoMatchingKey);
      throw error;
    }
  };
  try {
    const { payload } = await jwtVerify(token, fetched, {
      issuer: ISSUERS,
      audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      currentDate: now,
      clockTolerance: CLOCK_SKEW_SECONDS,
    });
    if (serviceAccount === null) return 'authentic';
    return payload.email === serviceAccount && payload.email_verified === true ? 'authentic' : 'forged';
  } catch {
    return areKeysMissing ? 'unverifiable' : 'forged';
  }
}
