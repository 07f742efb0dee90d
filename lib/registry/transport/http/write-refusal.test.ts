import { describe, expect, test } from 'vitest';
import type { RegistryOperation } from '../../errors.ts';
import { writeRefusal } from './write-refusal.ts';

const refusal = (operation: RegistryOperation, status: number, code: string | undefined, said: string) =>
  writeRefusal(operation, status, code, said.toLowerCase())?.code;

describe('a refused write says what a person has to change', () => {
  test.each<[string, number, string | undefined, string]>([
    ['Harbor', 412, undefined, "Failed to process request due to 'a:1' configured as immutable."],
    ['ECR, by its code', 400, 'TAG_INVALID', ''],
    [
      'ECR',
      400,
      'TAG_INVALID',
      "The image tag '1' already exists and cannot be overwritten because the tag is immutable.",
    ],
    ['ECR, by its exception', 400, undefined, 'ImageTagAlreadyExistsException'],
    ['Quay', 409, undefined, '{"errors":[{"code":"TAG_IMMUTABLE"}]}'],
    ['Docker Hub', 403, 'DENIED', 'this tag is immutable'],
    ['ACR', 405, undefined, 'The operation is disallowed on this registry, repository or image.'],
    ['Artifact Registry', 400, 'MANIFEST_INVALID', 'The repository has enabled tag immutability.'],
    ['Artifactory', 403, 'DENIED', 'Not enough permissions to overwrite artifact'],
    ['Nexus', 400, undefined, 'Repository does not allow updating assets: docker'],
    ['GitLab', 403, 'DENIED', 'cannot push to protected tag'],
    ['a lock', 423, undefined, 'The resource is locked'],
  ])('immutable tags, %s', (_, status, code, said) => {
    expect(refusal('put-manifest', status, code, said)).toBe('TAG_IMMUTABLE');
    expect(refusal('put-blob', status, code, said)).not.toBe('TAG_IMMUTABLE');
  });

  test.each<[string, number, string | undefined, string, string | undefined]>([
    [
      'Harbor’s quota',
      403,
      'DENIED',
      'adding 1 MiB … will exceed the configured upper limit of 10 MiB',
      'QUOTA_EXCEEDED',
    ],
    ['Quay’s quota', 403, 'DENIED', 'Quota has been exceeded on namespace', 'QUOTA_EXCEEDED'],
    ['a quota as 412', 412, 'DENIED', 'quota', 'QUOTA_EXCEEDED'],
    ['a quota as 413', 413, undefined, 'storage limit reached', 'QUOTA_EXCEEDED'],
    ['a full disk', 500, undefined, 'write /data: no space left on device', 'STORAGE_FULL'],
    ['507', 507, undefined, '', 'STORAGE_FULL'],
    ['insufficient storage', 400, undefined, 'Insufficient storage', 'STORAGE_FULL'],
    ['413', 413, undefined, '<h1>Request Entity Too Large</h1>', 'SIZE_LIMIT'],
    ['403', 403, 'DENIED', 'requested access to the resource is denied', 'DENIED'],
    ['412 that denies', 412, 'DENIED', '', 'DENIED'],
    ['401', 401, 'UNAUTHORIZED', '', 'UNAUTHORIZED'],
    ['412', 412, undefined, '', undefined],
    ['429', 429, 'TOOMANYREQUESTS', 'quota', undefined],
    ['500', 500, undefined, 'oops', undefined],
  ])('%s', (_, status, code, said, expected) => {
    expect(refusal('put-manifest', status, code, said)).toBe(expected);
  });

  test('reads are refused in other words', () => {
    expect(refusal('get-manifest', 403, 'DENIED', 'immutable quota')).toBeUndefined();
  });
});
