import { z } from 'zod';
import { ACCESS_ACTION } from '#lib/access/access-action.ts';
import { LOGIN_FAILURE } from '#lib/access/login-failure.ts';
import { CALLER_VIA, PERMISSION, ROLE } from '#lib/access/roles.ts';
import { id } from './images/images.ts';
import { page, paging, time } from './primitives.ts';

const permission = z.enum(PERMISSION);
const role = z.enum(ROLE);

/** Who asks, and what they may do. */
export const me = z.object({
  name: z.string(),
  role,
  permissions: z.array(permission),
  /** How they are known: at the machine itself, by the server's token, by a login, by an API token. */
  via: z.enum(CALLER_VIA),
});

/** Days for which a token is in force, unless told. */
export const TOKEN_DAYS = 90;

export const apiTokenRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(permission).min(1),
  /** Days until it is over. */
  days: z.number().int().min(1).max(366).default(TOKEN_DAYS),
});

const apiToken = z.object({
  id,
  name: z.string(),
  /** The token's first characters. */
  hint: z.string(),
  scopes: z.array(permission),
  /** Who made it. */
  maker: z.string(),
  mine: z.boolean(),
  createdAt: time,
  expiresAt: time,
  /** To the minute; null where it was never used. */
  lastUsedAt: time.nullable(),
  expired: z.boolean(),
});

/** The answer to making one: the only time that its secret is told. */
export const madeApiToken = apiToken.extend({ token: z.string() });

const session = z.object({
  id,
  /** Whose it is. */
  name: z.string(),
  /** True for the one that asks. */
  current: z.boolean(),
  /** What the browser calls itself. */
  agent: z.string(),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
});

const person = z.object({
  id,
  name: z.string(),
  issuer: z.string(),
  /** Null for who may not come in now. */
  role: role.nullable(),
  sessions: z.number().int(),
  firstSeenAt: time,
  lastSeenAt: time,
});

/** One line of the record of access. */
const accessEntry = z.object({
  id: z.string(),
  at: time,
  action: z.enum(ACCESS_ACTION),
  /** Null where nobody is known. */
  actor: z.string().nullable(),
  /** Whose session or which token. */
  subject: z.string().nullable(),
  /** The connection's other end; null where one line tells of many. */
  address: z.string().nullable(),
  /** How often within a minute. */
  times: z.number().int(),
  detail: z.string().nullable(),
});

export const apiTokens = z.object({ items: z.array(apiToken) });
export const sessions = z.object({ items: z.array(session) });
export const people = z.object({ items: z.array(person) });
export const accessQuery = paging;
export const accessPage = page(accessEntry);

/** Why a login with the provider brought nobody in, as the login page's address says it. */
export const loginFailure = z.enum(LOGIN_FAILURE);

export type MeView = z.infer<typeof me>;
export type ApiTokenRequest = z.input<typeof apiTokenRequest>;
export type ApiTokenView = z.infer<typeof apiToken>;
export type MadeApiTokenView = z.infer<typeof madeApiToken>;
export type SessionView = z.infer<typeof session>;
export type PersonView = z.infer<typeof person>;
export type AccessEntryView = z.infer<typeof accessEntry>;
export type AccessPageView = z.infer<typeof accessPage>;
