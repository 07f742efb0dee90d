// What the tests of file readers share.
import { mentionSchema } from '../mention.ts';
import { readFiles } from './read-files.ts';

/** The mentions of files as `file:line how reference key=value…`, and the notes as `file:line message`. */
export function declaredBy(files: Readonly<Record<string, string>>) {
  const { mentions, notes, unreadable, kinds } = readFiles(
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  for (const mention of mentions) mentionSchema.parse(mention);
  return {
    mentions: mentions.map(({ reference, place: { file, line, how, ...rest } }) => {
      const more = Object.entries(rest).map(([key, value]) => ` ${key}=${value}`);
      return `${file}:${line} ${how} ${reference.replace('docker.io/library/', '')}${more.join('')}`;
    }),
    notes: [...notes, ...unreadable].map(({ file, line, message }) => `${file}:${line} ${message}`),
    kinds: Object.fromEntries(kinds),
  };
}
