import type { FileNote, How } from '#lib/sources/files/declarations.ts';
import { FILE_KIND } from '#lib/sources/files/file-kind.ts';
import type { FilesReading } from '#lib/sources/files/read-files.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { type Paint, printable } from '../render/terminal.ts';
import type { ComparedOutput } from './compare-outputs.ts';

const HOW: Readonly<Record<How, string>> = {
  from: 'FROM',
  'copy-from': 'COPY --from',
  'mount-from': 'RUN --mount',
  syntax: 'syntax',
  image: 'runs',
  output: 'is built',
  context: 'build context',
  values: 'values',
};

const many = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

/** What files declare, as text for people. */
export function renderImport(reading: FilesReading, paint: Paint): string {
  const { mentions, notes, unreadable, kinds } = reading;
  const lines: string[] = [];
  for (const [file, kind] of kinds) {
    const own = mentions.filter(({ place }) => place.file === file);
    if (own.length === 0) continue;
    lines.push(paint('bold', `${printable(file)}: ${FILE_KIND[kind]}`), ...own.map(row), '');
  }
  const section = (title: string, rows: readonly FileNote[]) => {
    if (rows.length === 0) return;
    const shown = rows.map(({ file, line, message }) => `  ${printable(`${file}:${line}: ${message}`)}`);
    lines.push(paint('bold', title), ...shown, '');
  };
  section('Not evaluated', notes);
  section('Not read', unreadable);
  const known = mentions.filter(({ place }) => place.unresolved === undefined);
  const images = new Set(known.map(({ reference }) => reference)).size;
  const files = new Set(mentions.map(({ place }) => place.file)).size;
  const unknown = mentions.length - known.length;
  const rest = unknown === 0 ? '' : `; ${many(unknown, 'name')} ${unknown === 1 ? 'is' : 'are'} not known`;
  lines.push(`${many(images, 'image')} in ${many(files, 'file')}${rest}`);
  return `${lines.join('\n')}\n`;
}

/** How images compare with their Dockerfiles, as text for people. */
export function renderCompared(compared: readonly ComparedOutput[], paint: Paint): string {
  if (compared.length === 0) return '\nNo build names the image that it makes: nothing was compared\n';
  const rows = compared.flatMap(({ reference, file, line, text }) => [
    printable(`  ${reference}  ${file}:${line}`),
    printable(`    ${text}`),
  ]);
  return `\n${[paint('bold', 'Compared with their Dockerfiles'), ...rows].join('\n')}\n`;
}

function row({ reference, place }: Mention): string {
  const { line, how, stage, service, platform, final, base, unresolved, note } = place;
  const words = [
    HOW[how as How],
    stage === undefined ? '' : `stage ${stage}`,
    service === undefined ? '' : `service ${service}`,
    place.in === undefined ? '' : String(place.in),
    platform === undefined ? '' : `platform ${platform}`,
    final === true ? 'the base of the result' : '',
    base === undefined ? '' : `based on ${base}`,
    place.via === undefined ? '' : `as in ${place.via}`,
    note === undefined ? '' : String(note),
    unresolved === undefined ? '' : `not known without ${unresolved}`,
  ];
  const shown = words.filter((word) => word !== '').join(', ');
  return printable(`  ${String(line).padStart(4)}  ${reference}  ${shown}`);
}
