import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts texts so that the database alone reveals nothing. */
export interface SecretBox {
  /** Identifies the key without revealing it: 16 hexadecimal digits. */
  readonly keyId: string;
  /** Encrypts a text for a place, such as a row's id. It can only be opened for the same place. */
  seal(text: string, place: string): string;
  /** Decrypts. Throws {@link SealedError} if the key is another one or the text was altered. */
  open(sealed: string, place: string): string;
}

/** A sealed text cannot be opened. The message says why and what to do, and holds no secret. */
export class SealedError extends Error {
  override name = 'SealedError';
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a key derived from the master key by HKDF-SHA256 (RFC 5869). Sealed texts read
 * `v1.<key id>.<base64url of nonce, ciphertext and tag>`.
 */
export function createSecretBox(masterKey: string): SecretBox {
  const derive = (info: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `baseboard notifications ${info}`, bytes));
  const key = derive('key', 32);
  const keyId = derive('key id', 8).toString('hex');
  return {
    keyId,
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const parts = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `v1.${keyId}.${Buffer.concat(parts).toString('base64url')}`;
    },
    open(sealed, place) {
      const [version, id, encoded = ''] = sealed.split('.');
      if (version !== 'v1') throw new SealedError('The stored secret has an unknown format. Enter it again.');
      if (id !== keyId) {
        throw new SealedError(
          `The secret was sealed with another key (${id}; the configured key is ${keyId}). Set the earlier BASEBOARD_SECRET_KEY again, or enter the secret again.`,
        );
      }
      const bytes = Buffer.from(encoded, 'base64url');
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        cipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, cipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SealedError('The stored secret was altered after it was sealed. Enter it again.', {
          cause,
        });
      }
    },
  };
}
