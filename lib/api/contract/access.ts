import { z } from 'zod';
import { ACCESS_ACTION } from '#lib/access/access-action.ts';
import { LOGIN_FAILURE } from '#lib/access/login-failure.ts';
import { CALLER_VIA, PERMISSION, ROLE } from '#lib/access/roles.ts';
import { id } from './images/images.ts';
import { page, paging, time } from './primitives.ts';

const permission = z.enum(PERMISSION);
const role = z.enum(ROLE);

/** The caller and their permissions. */
export const me = z.object({
  name: z.string(),
  role,
  permissions: z.array(permission),
  /** How the caller was identified: on the machine itself, by the server's token, by a login or by an API token. */
  via: z.enum(CALLER_VIA),
});

/** Days after which a token expires, by default. */
export const TOKEN_DAYS = 90;

export const apiTokenRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(permission).min(1),
  /** Days until it expires. */
  days: z.number().int().min(1).max(366).default(TOKEN_DAYS),
});

const apiToken = z.object({
  id,
  name: z.string(),
  /** The token's first characters. */
  hint: z.string(),
  scopes: z.array(permission),
  /** Who created it. */
  maker: z.string(),
  mine: z.boolean(),
  createdAt: time,
  expiresAt: time,
  /** To the minute; null if it was never used. */
  lastUsedAt: time.nullable(),
  expired: z.boolean(),
});

/** A new token. Only this response contains its secret. */
export const madeApiToken = apiToken.extend({ token: z.string() });

const session = z.object({
  id,
  /** The person's name. */
  name: z.string(),
  /** Whether it is the session of this request. */
  current: z.boolean(),
  /** The browser's `User-Agent`. */
  agent: z.string(),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
});

const person = z.object({
  id,
  name: z.string(),
  issuer: z.string(),
  /** Null if the person cannot log in now. */
  role: role.nullable(),
  sessions: z.number().int(),
  firstSeenAt: time,
  lastSeenAt: time,
});

/** An entry of the access audit log. */
const accessEntry = z.object({
  id: z.string(),
  at: time,
  action: z.enum(ACCESS_ACTION),
  /** Null if the caller is not known. */
  actor: z.string().nullable(),
  /** The owner of the session, or the token. */
  subject: z.string().nullable(),
  /** The peer address; null if the entry sums up several. */
  address: z.string().nullable(),
  /** The number of times within a minute. */
  times: z.number().int(),
  detail: z.string().nullable(),
});

export const apiTokens = z.object({ items: z.array(apiToken) });
export const sessions = z.object({ items: z.array(session) });
export const people = z.object({ items: z.array(person) });
export const accessQuery = paging;
export const accessPage = page(accessEntry);

/** Why a login with the provider failed, as in the login page's URL. */
export const loginFailure = z.enum(LOGIN_FAILURE);

export type MeView = z.infer<typeof me>;
export type ApiTokenRequest = z.input<typeof apiTokenRequest>;
export type ApiTokenView = z.infer<typeof apiToken>;
export type MadeApiTokenView = z.infer<typeof madeApiToken>;
export type SessionView = z.infer<typeof session>;
export type PersonView = z.infer<typeof person>;
export type AccessEntryView = z.infer<typeof accessEntry>;
export type AccessPageView = z.infer<typeof accessPage>;
