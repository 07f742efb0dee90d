import { z } from 'zod';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import { descriptorSchema } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isIndex, isManifest } from '#lib/oci/manifest.ts';
import { bareMediaType, isIndexMediaType, MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { isAbsent, RegistryError } from '../../errors.ts';
import type { CallOptions, ContentAddress, RegistryReader } from '../../registry.ts';
import type { Exchange } from '../../transport/exchange.ts';
import { fail } from '../../transport/http/request-error.ts';
import type { Endpoints } from '../../transport/request/endpoints.ts';
import { apiUrl, type RegistryRequest } from '../../transport/request/request.ts';
import { type Target, target, targeted } from '../target.ts';
import { readPages } from './pages.ts';

/** Referrers of one image; busy images have hundreds. */
const MAX_REFERRERS = 5000;

/** Descriptors without `artifactType` whose manifests are fetched for it. */
const MAX_FETCHED = 64;

const indexSchema = z.looseObject({ manifests: z.array(descriptorSchema).nullish() });

/** The tag under which registries without the API keep an index of referrers (distribution-spec § Referrers tag schema). */
export function fallbackTag(digest: Digest): string {
  return digest.replace(':', '-');
}

/** A request for referrers (distribution-spec § Listing referrers). A redirect to another host means no support. */
function referrersRequest(to: Target, digest: Digest, artifactType?: string): RegistryRequest {
  const url = apiUrl(to.endpoint, to.repository, `referrers/${digest}`);
  if (artifactType !== undefined) url.searchParams.set('artifactType', artifactType);
  return {
    ...targeted(to),
    kind: 'referrers',
    method: 'GET',
    url,
    headers: { accept: MEDIA_TYPE.ociIndex },
    expected: [200],
    stayOnOrigin: true,
  };
}

/** The reader's method for referrers: by the API, otherwise by the fallback tag; always filtered here as well. */
export function createReferrersLists(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
  readonly getManifest: RegistryReader['getManifest'];
}): Pick<RegistryReader, 'listReferrers'> {
  const { endpoints, exchange, getManifest } = deps;

  async function fromApi(
    to: Target,
    digest: Digest,
    artifactType: string | undefined,
    options?: CallOptions,
  ) {
    const found: Descriptor[] = [];
    await readPages(
      exchange,
      referrersRequest(to, digest, artifactType),
      (json, answer) => {
        if (!isIndexMediaType(bareMediaType(answer.header('content-type') ?? ''))) {
          throw fail(to.context, 'unsupported', 'NOT_AN_INDEX', 'the referrers API answers with no index');
        }
        const index = indexSchema.safeParse(json);
        if (!index.success) {
          throw fail(to.context, 'invalid-response', 'BAD_PAGE', 'the list of referrers is malformed');
        }
        found.push(...(index.data.manifests ?? []));
        if (found.length > MAX_REFERRERS) {
          throw fail(
            to.context,
            'invalid-response',
            'TOO_MANY_REFERRERS',
            `it lists more than ${MAX_REFERRERS} referrers`,
          );
        }
      },
      options,
    );
    return found;
  }

  async function fromFallback(
    address: ContentAddress,
    options?: CallOptions,
  ): Promise<readonly Descriptor[]> {
    const { registry, repository, digest } = address;
    try {
      const document = await getManifest({ registry, repository, tag: fallbackTag(digest) }, options);
      return isIndex(document) ? document.content.manifests : [];
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  /** Old fallback indexes have neither types nor annotations; the referrer itself has. */
  async function completed(
    address: ContentAddress,
    entry: Descriptor,
    options?: CallOptions,
  ): Promise<Descriptor> {
    if (entry.artifactType !== undefined) return entry;
    const { registry, repository } = address;
    const document = await getManifest({ registry, repository, digest: entry.digest }, options);
    const { artifactType, annotations } = document.content;
    const type = artifactType ?? (isManifest(document) ? document.content.config.mediaType : undefined);
    return {
      ...entry,
      ...(type === undefined ? {} : { artifactType: type }),
      ...(entry.annotations || !annotations ? {} : { annotations }),
    };
  }

  return {
    async listReferrers(address, options) {
      const to = target(endpoints, 'list-referrers', address);
      const wanted = options?.artifactType;
      const listed = await fromApi(to, address.digest, wanted, options).catch((error: unknown) => {
        if (isUnsupported(error)) return fromFallback(address, options);
        throw error;
      });
      const distinct = [...new Map(listed.map((entry) => [entry.digest, entry])).values()];
      if (wanted === undefined) return distinct;
      const matching: Descriptor[] = [];
      let fetched = 0;
      for (const entry of distinct) {
        if (entry.artifactType === undefined && ++fetched > MAX_FETCHED) {
          throw fail(
            to.context,
            'invalid-response',
            'TOO_MANY_REFERRERS',
            'too many referrers have no artifactType',
          );
        }
        const whole = await completed(address, entry, options);
        if (whole.artifactType === wanted) matching.push(whole);
      }
      return matching;
    },
  };
}

/** Registries without the API answer 404, 400, 405, 406, no index at all, or a redirect elsewhere. */
function isUnsupported(error: unknown): boolean {
  return error instanceof RegistryError && (error.kind === 'not-found' || error.kind === 'unsupported');
}
