import { describe, expect, it } from 'vitest';
import { imageOwner, type SelfDescription } from './image-owner.ts';

const SOURCE = 'org.opencontainers.image.source';
const VENDOR = 'org.opencontainers.image.vendor';
const TEAM = 'com.acme.team';
const labelled = (labels: Record<string, string>): SelfDescription => ({ annotations: [], labels });
const annotated = (annotations: Record<string, string>): SelfDescription => ({
  annotations: [annotations],
  labels: {},
});

describe('the owner of an image', () => {
  it.each([
    ['https://github.com/acme/shop', 'github.com/acme'],
    ['https://github.com/acme/shop.git#main', 'github.com/acme'],
    ['git@github.com:acme/shop.git', 'github.com/acme'],
    ['ssh://git@git.example.com:2222/acme/shop', 'git.example.com:2222/acme'],
    ['https://gitlab.com/group/sub/shop', 'gitlab.com/group'],
    ['https://user:secret@github.com/acme/shop', 'github.com/acme'],
    ['https://github.com/', null],
    ['our shop', null],
    ['', null],
    [`https://github.com/${'a'.repeat(300)}/x`, null],
  ])('is the organisation of the source %s: %s', (source, owner) => {
    expect(imageOwner(labelled({ [SOURCE]: source }), null)).toBe(owner);
    expect(imageOwner(annotated({ [SOURCE]: source }), null)).toBe(owner);
  });

  it('is the vendor without a source, and the operator’s label before both', () => {
    const image = labelled({
      [SOURCE]: 'https://github.com/acme/shop',
      [VENDOR]: 'Acme',
      [TEAM]: ' payments ',
    });
    expect(imageOwner(image, null, TEAM)).toBe('payments');
    expect(imageOwner(image, null)).toBe('github.com/acme');
    expect(imageOwner(labelled({ [VENDOR]: 'Acme\n"Inc"' }), null, TEAM)).toBe('Acme Inc');
    expect(imageOwner(labelled({}), null, TEAM)).toBeNull();
  });

  it('is never what the image has from its base', () => {
    const base = labelled({ [SOURCE]: 'https://github.com/debian/image', [VENDOR]: 'Debian' });
    expect(imageOwner(base, base)).toBeNull();
    const app = labelled({ ...base.labels, [SOURCE]: 'https://github.com/debian/other' });
    expect(imageOwner(app, base)).toBe('github.com/debian');
    expect(imageOwner(annotated({ [VENDOR]: 'Debian' }), base)).toBeNull();
    expect(imageOwner(labelled({ [VENDOR]: 'Acme' }), base)).toBe('Acme');
  });

  it('is not guessed from labels if the base could not be read', () => {
    expect(imageOwner(labelled({ [VENDOR]: 'Acme' }), undefined)).toBeNull();
    expect(imageOwner(annotated({ [VENDOR]: 'Acme' }), undefined)).toBe('Acme');
  });
});
