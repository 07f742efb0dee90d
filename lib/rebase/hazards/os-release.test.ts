import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOsRelease } from './os-release.ts';

const DEBIAN = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
`;

describe('parseOsRelease', () => {
  it('reads a distribution’s own file', () => {
    expect(parseOsRelease(DEBIAN)).toMatchObject({
      id: 'debian',
      idLike: [],
      versionId: '12',
      versionCodename: 'bookworm',
      prettyName: 'Debian GNU/Linux 12 (bookworm)',
    });
  });

  it.each([
    ['plain', 'A=b', 'b'],
    ['empty', 'A=', ''],
    ['double quotes', 'A="b c"', 'b c'],
    ['single quotes', "A='b c'", 'b c'],
    ['escapes in double quotes', 'A="\\$x \\"y\\" \\`z\\` \\\\"', '$x "y" `z` \\'],
    ['a backslash that escapes nothing', 'A="a\\b"', 'a\\b'],
    ['no escapes in single quotes', "A='a\\b\\$'", 'a\\b\\$'],
    ['escapes without quotes', 'A=a\\ b', 'a b'],
    ['no expansion', 'A="$HOME"', '$HOME'],
    ['quotes side by side', `A="b"'c'd`, 'bcd'],
    ['a comment behind the value', 'A=b # c', 'b'],
    ['a # within the value', 'A=b#c', 'b#c'],
    ['= within the value', 'A=b=c', 'b=c'],
    ['the end of a line of Windows', 'A=b\r\nB=c', 'b'],
    ['white space before the name', '  A=b', 'b'],
    ['the last of two', 'A=b\nA=c', 'c'],
    ['a comment', '#A=b', undefined],
    ['no assignment', 'A b', undefined],
    ['a name that is none', '1A=b', undefined],
    ['white space before the =', 'A =b', undefined],
    ['an open quote', 'A="b', undefined],
  ])('%s', (_, text, expected) => {
    expect(parseOsRelease(text).settings.get('A')).toBe(expected);
  });

  it('calls what names nothing Linux', () => {
    expect(parseOsRelease('')).toMatchObject({ id: 'linux', versionId: null, prettyName: 'Linux' });
  });

  it('gives names in lower case, and those it is derived from one by one', () => {
    const rocky = parseOsRelease('ID="Rocky"\nID_LIKE="rhel  centos fedora"\nNAME="Rocky Linux"');
    expect(rocky).toMatchObject({
      id: 'rocky',
      idLike: ['rhel', 'centos', 'fedora'],
      prettyName: 'Rocky Linux',
    });
  });

  it('reads back any text that is quoted as a shell wants it', () => {
    const text = fc.string().filter((each) => !/[\r\n]/.test(each));
    fc.assert(
      fc.property(text, (value) => {
        const doubled = `A="${value.replace(/["\\$`]/g, '\\$&')}"`;
        const single = `A='${value.replaceAll("'", `'\\''`)}'`;
        expect(parseOsRelease(doubled).settings.get('A')).toBe(value);
        expect(parseOsRelease(single).settings.get('A')).toBe(value);
      }),
    );
  });
});
