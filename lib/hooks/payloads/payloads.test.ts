import { describe, expect, it } from 'vitest';
import { DIGEST, names, PUSHES, pubSub } from '../testing.ts';

describe('Harbor', () => {
  const { event_data } = PUSHES.harbor.body;

  it('takes all resources of a push, but not what was pushed by digest', () => {
    const [first] = event_data.resources;
    const resources = [first, { ...first, tag: '12' }, { ...first, tag: '' }, { ...first, tag: DIGEST }];
    expect(names('harbor', { type: 'PUSH_ARTIFACT', event_data: { ...event_data, resources } })).toEqual([
      'hub.harbor.com/test-webhook/debian:latest',
      'hub.harbor.com/test-webhook/debian:12',
    ]);
  });

  it('reads Harbor 1.x and CloudEvents', () => {
    const hint = ['hub.harbor.com/test-webhook/debian:latest'];
    expect(names('harbor', { type: 'pushImage', event_data })).toEqual(hint);
    const event = { specversion: '1.0', id: 'x', source: '/projects/1', type: 'harbor.artifact.pushed' };
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect(names('harbor', { ...event, data: event_data }, headers)).toEqual(hint);
    expect(names('harbor', { ...event, type: 'harbor.artifact.pulled', data: event_data }, headers)).toBe(
      'not-a-push',
    );
  });

  it('a replication is a hint at the repositories that it filled', () => {
    const replication = {
      harbor_hostname: 'hub.harbor.com',
      job_status: 'Success',
      dest_resource: { registry_type: 'harbor', endpoint: 'https://hub.harbor.com', namespace: 'mirror' },
      successful_artifact: [{ type: 'image', status: 'Success', name_tag: 'alpine [1 item(s) in total]' }],
    };
    expect(names('harbor', { type: 'REPLICATION', event_data: { replication } })).toEqual([
      'hub.harbor.com/mirror/alpine',
    ]);
    const failed = { ...replication, successful_artifact: null };
    expect(names('harbor', { type: 'REPLICATION', event_data: { replication: failed } })).toBe('not-a-push');
  });
});

describe('zot', () => {
  const { body, headers } = PUSHES.zot;

  it('a push by digest, a deletion and a new repository are no push of a tag', () => {
    expect(names('zot', { ...body, reference: DIGEST }, headers)).toBe('not-a-push');
    expect(names('zot', body, { 'ce-type': 'zotregistry.image.deleted' })).toBe('not-a-push');
    expect(names('zot', { name: 'shop/api' }, { 'ce-type': 'zotregistry.repository.created' })).toBe(
      'not-a-push',
    );
  });

  it('reads structured CloudEvents too', () => {
    const event = {
      specversion: '1.0',
      id: 'x',
      source: 'zot',
      type: 'zotregistry.image.updated',
      data: body,
    };
    expect(names('zot', event)).toEqual(['zot.test/shop/api:1.4']);
  });
});

describe('the others', () => {
  it.each([
    ['DELETE', 'SUCCESS', '1'],
    ['PUSH', 'FAILURE', '1'],
    ['PUSH', 'SUCCESS', undefined],
  ])('ECR: %s, %s, tag %s is no push of a tag', (action, result, tag) => {
    const { detail } = PUSHES.ecr.body;
    const other = { ...detail, 'action-type': action, result, 'image-tag': tag };
    expect(names('ecr', { ...PUSHES.ecr.body, detail: other })).toBe('not-a-push');
  });

  it('ECR: the host follows from the account and the region, and China has its own domain', () => {
    const inChina = { ...PUSHES.ecr.body, region: 'cn-north-1' };
    expect(names('ecr', inChina)).toEqual([
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/my-repository-name:latest',
    ]);
    expect(names('ecr', { ...PUSHES.ecr.body, account: 'evil.test/' })).toBe('unreadable');
  });

  it.each(['ping', 'delete', 'chart_push', 'chart_delete', 'quarantine'])('ACR: %s is no push', (action) => {
    expect(names('acr', { ...PUSHES.acr.body, action })).toBe('not-a-push');
  });

  it('GAR: the message without a tag and deletions are no push of a tag', () => {
    const digest = `us-east1-docker.pkg.dev/p/r/i@${DIGEST}`;
    expect(names('gar', pubSub({ action: 'INSERT', digest }))).toBe('not-a-push');
    expect(names('gar', pubSub({ action: 'DELETE', tag: 'us-east1-docker.pkg.dev/p/r/i:1' }))).toBe(
      'not-a-push',
    );
    expect(names('gar', { message: { data: 'no base64!' } })).toBe('unreadable');
  });

  it('Docker Hub: an official image is in library/', () => {
    const repository = { ...PUSHES['docker-hub'].body.repository, repo_name: 'debian' };
    expect(names('docker-hub', { ...PUSHES['docker-hub'].body, repository })).toEqual([
      'docker.io/library/debian:latest',
    ]);
  });

  it('Quay: every updated tag', () => {
    expect(names('quay', { ...PUSHES.quay.body, updated_tags: ['1', '2', 'not a tag'] })).toEqual([
      'quay.io/mynamespace/repository:1',
      'quay.io/mynamespace/repository:2',
    ]);
    expect(names('quay', { ...PUSHES.quay.body, updated_tags: [] })).toBe('not-a-push');
  });

  it('Artifactory: a virtual repository is mapped; other domains and events are no push', () => {
    const { body } = PUSHES.artifactory;
    const to = (target: string) =>
      names('artifactory', body, {}, { map: { 'art.test/docker-local': target } });
    expect(to('art.test/docker')).toEqual(['art.test/docker/shop/api:1.4']);
    expect(to('docker.art.test')).toEqual(['docker.art.test/shop/api:1.4']);
    expect(names('artifactory', { ...body, event_type: 'deleted' })).toBe('not-a-push');
    expect(names('artifactory', { ...body, domain: 'artifact' })).toBe('not-a-push');
  });

  it('a pipeline: as docker names images; what names only a digest has moved no tag', () => {
    const images = ['app', 'r.test/a:1', `r.test/b@${DIGEST}`, `r.test/c:2@${DIGEST}`, 'Not An Image', 7];
    expect(names('generic', { images })).toEqual([
      'docker.io/library/app:latest',
      'r.test/a:1',
      'r.test/c:2',
    ]);
    expect(names('generic', { images: [] })).toBe('not-a-push');
  });
});
