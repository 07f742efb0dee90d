import { AwsV4Signer } from 'aws4fetch';
import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isTag } from '#lib/oci/reference.ts';
import type { ListPage, ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import { nonImageOf } from '../selection/found-tag.ts';
import type { ConfigOf } from '../source.ts';
import { ecrApiHost } from './api-host.ts';
import { type ListerDeps, listError, listOf, readPage, tagListsOf } from './lister-deps.ts';

const SIZE = 1000;

const failureSchema = z.looseObject({ __type: z.string().optional() });
const repositoriesSchema = z.looseObject({
  repositories: z.array(z.looseObject({ repositoryName: z.string() })),
  nextToken: z.string().nullish(),
});
const imagesSchema = z.looseObject({
  imageDetails: z.array(
    z.looseObject({
      imageDigest: z.string().nullish(),
      imageTags: listOf(z.string()),
      /** Seconds since the epoch. */
      imagePushedAt: z.number().nullish().catch(undefined),
      artifactMediaType: z.string().nullish(),
    }),
  ),
  nextToken: z.string().nullish(),
});

/** Amazon ECR's API (docs.aws.amazon.com/AmazonECR/latest/APIReference), signed with SigV4. */
export function ecrLister({ region, account }: ConfigOf<'ecr'>, { pages, credential }: ListerDeps): Lister {
  const host = ecrApiHost(region);
  const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;

  async function call<T>(action: string, input: object, subject: string, schema: z.ZodType<T>): Promise<T> {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${action}`,
    };
    const request: ListPageRequest = {
      host,
      path: '/',
      operation: action === 'DescribeImages' ? 'list-tags' : 'list-repositories',
      subject,
      method: 'POST',
      headers,
      body: JSON.stringify({ registryId: account, maxResults: SIZE, ...input }),
      access: 'none',
      alsoRead: [400],
      ...(credential?.type === 'aws' ? { sign: signer(credential, region, headers) } : {}),
    };
    const failure = ({ json }: ListPage) => failureOf(request, json);
    return (await readPage(pages, request, schema, failure)).content;
  }

  return {
    rights: { repositories: 'ecr:DescribeRepositories', tags: 'ecr:DescribeImages' },
    async repositories(nextToken) {
      const content = await call('DescribeRepositories', { nextToken }, registry, repositoriesSchema);
      const names = content.repositories.map(({ repositoryName }) => repositoryName);
      return { ...tagListsOf(names), next: content.nextToken || undefined };
    },
    async tags({ key }, nextToken) {
      const content = await call(
        'DescribeImages',
        { repositoryName: key, filter: { tagStatus: 'TAGGED' }, nextToken },
        `${registry}/${key}`,
        imagesSchema,
      );
      const items = content.imageDetails.flatMap((image) =>
        image.imageTags.filter(isTag).map((tag) => ({
          ...{ registry, repository: key, tag },
          digest: image.imageDigest && isDigest(image.imageDigest) ? image.imageDigest : undefined,
          pushedAt: image.imagePushedAt ? Math.round(image.imagePushedAt * 1000) : undefined,
          nonImage: nonImageOf(image.artifactMediaType),
        })),
      );
      return { items, skipped: 0, next: content.nextToken || undefined };
    },
  };
}

function signer(
  {
    accessKeyId,
    secretAccessKey,
    sessionToken,
  }: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined },
  region: string,
  headers: Readonly<Record<string, string>>,
): NonNullable<ListPageRequest['sign']> {
  return async (url, body) => {
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    const signed = await new AwsV4Signer({
      ...{ method: 'POST', url: url.href, headers, body, region, service: 'ecr', ...keys },
    }).sign();
    return Object.fromEntries(signed.headers);
  };
}

const MISSING_RIGHT =
  /AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|InvalidClientTokenId|MissingAuthentication|IncompleteSignature/;
const THROTTLED = /Throttl|TooManyRequests|LimitExceeded/;

/** AWS answers every failure with 400. The type of the error says which one it is. */
function failureOf(request: ListPageRequest, json: unknown) {
  const type = failureSchema.safeParse(json).data?.__type ?? '';
  const status = 400;
  if (MISSING_RIGHT.test(type)) {
    const problem = 'it is not visible with the available credentials (HTTP 400)';
    return listError(request, { kind: 'not-visible', code: 'DENIED', problem, status });
  }
  if (THROTTLED.test(type)) {
    const problem = 'the registry limits requests (HTTP 400)';
    return listError(request, { kind: 'rate-limited', code: 'TOOMANYREQUESTS', problem, status });
  }
  if (/RepositoryNotFound/.test(type)) {
    const problem = 'it does not exist there (HTTP 400)';
    return listError(request, { kind: 'not-found', code: 'NAME_UNKNOWN', problem, status });
  }
  const problem = 'the registry does not support this (HTTP 400)';
  return listError(request, { kind: 'unsupported', code: 'UNSUPPORTED', problem, status });
}
