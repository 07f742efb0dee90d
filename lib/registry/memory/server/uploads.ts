import { randomUUID } from 'node:crypto';
import { isDigest } from '#lib/oci/digest.ts';
import { PushRefusal, type RegistryState } from '../registry-state.ts';
import { type Answer, failure } from './answer.ts';

interface Upload {
  readonly path: string;
  bytes: Buffer;
}

/** Blob uploads of a served registry (distribution-spec § Pushing blobs): monolithic, chunked, mounted. */
export class Uploads {
  readonly #state: RegistryState;
  readonly #open = new Map<string, Upload>();

  constructor(state: RegistryState) {
    this.#state = state;
  }

  /** Starts an upload, mounts a blob, or stores one that comes with its digest. */
  begin(path: string, query: URLSearchParams, body: Buffer, forgetful: boolean): Answer {
    const mount = query.get('mount');
    const from = query.get('from');
    if (isDigest(mount) && from !== null && this.#state.mount(path, from, mount)) return created(path, mount);
    const digest = query.get('digest');
    if (digest !== null) return this.#finish(path, digest, body, forgetful);
    const id = randomUUID();
    this.#open.set(id, { path, bytes: Buffer.alloc(0) });
    return accepted(path, id, 0);
  }

  /** How much of an upload has arrived. */
  status(id: string): Answer {
    const upload = this.#open.get(id);
    if (upload === undefined) return unknown();
    return { status: 204, headers: position(upload.path, id, upload.bytes.byteLength) };
  }

  /** Adds a chunk. */
  append(id: string, body: Buffer, range: string | undefined): Answer {
    const upload = this.#open.get(id);
    if (upload === undefined) return unknown();
    if (!continues(upload, body, range)) {
      return failure(
        416,
        'BLOB_UPLOAD_INVALID',
        'the range does not follow',
        position(upload.path, id, upload.bytes.byteLength),
      );
    }
    upload.bytes = Buffer.concat([upload.bytes, body]);
    return accepted(upload.path, id, upload.bytes.byteLength);
  }

  /** Ends an upload with its last bytes. */
  finish(
    id: string,
    query: URLSearchParams,
    body: Buffer,
    range: string | undefined,
    forgetful: boolean,
  ): Answer {
    const upload = this.#open.get(id);
    if (upload === undefined) return unknown();
    if (range !== undefined && !continues(upload, body, range)) {
      return failure(416, 'BLOB_UPLOAD_INVALID', 'the range does not follow');
    }
    const answer = this.#finish(
      upload.path,
      query.get('digest') ?? '',
      Buffer.concat([upload.bytes, body]),
      forgetful,
    );
    if (answer.status === 201) this.#open.delete(id);
    return answer;
  }

  /** Cancels an upload. */
  cancel(id: string): Answer {
    return this.#open.delete(id) ? { status: 204 } : unknown();
  }

  #finish(path: string, digest: string, bytes: Buffer, forgetful: boolean): Answer {
    if (!isDigest(digest)) return failure(400, 'DIGEST_INVALID', 'the digest is malformed');
    try {
      if (!forgetful) this.#state.putBlob(path, digest, bytes);
    } catch (error) {
      if (!(error instanceof PushRefusal)) throw error;
      return failure(400, error.code, error.message);
    }
    return created(path, digest);
  }
}

function continues(upload: Upload, body: Buffer, range: string | undefined): boolean {
  if (range === undefined) return true;
  const [, first, last] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  return Number(first) === upload.bytes.byteLength && Number(last) - Number(first) + 1 === body.byteLength;
}

function created(path: string, digest: string): Answer {
  return {
    status: 201,
    headers: { location: `/v2/${path}/blobs/${digest}`, 'docker-content-digest': digest },
  };
}

function accepted(path: string, id: string, size: number): Answer {
  return { status: 202, headers: position(path, id, size) };
}

function position(path: string, id: string, size: number): Record<string, string> {
  return {
    location: `/v2/${path}/blobs/uploads/${id}?state=${size}`,
    range: `0-${Math.max(0, size - 1)}`,
    'docker-upload-uuid': id,
  };
}

function unknown(): Answer {
  return failure(404, 'BLOB_UPLOAD_UNKNOWN', 'there is no such upload');
}
