import { describeRow } from '../image-row.ts';
import type { Collector, PasteFormat } from '../paste.ts';

/** A table as docker, podman, nerdctl, crictl and kubectl print it: where each column starts, by its heading. */
export interface TableHead {
  readonly columns: readonly { readonly name: string; readonly start: number }[];
  readonly format: PasteFormat;
}

/** The columns that hold an image, by their heading; with a `TAG` beside them, the repository alone. */
const IMAGE_COLUMNS = ['REPOSITORY', 'IMAGE', 'IMAGES', 'REF'];

/** Headings that are names: a list of them in capitals is the head of a table. */
const HEADING = /^[A-Z][A-Z0-9 ()/_-]*$/;

/** Reads the head of a table that has a column of images; undefined if a line is none. */
export function readTableHead(line: string): TableHead | undefined {
  if (line.length > 2000 || !/^[A-Z]/.test(line)) return undefined;
  const columns = [...line.matchAll(/\S+(?: \S+)*/g)].map(({ 0: name, index }) => ({ name, start: index }));
  if (columns.length < 2 || !columns.every(({ name }) => HEADING.test(name))) return undefined;
  const names = columns.map(({ name }) => name);
  if (!names.some((name) => IMAGE_COLUMNS.includes(name))) return undefined;
  const isImages = names.includes('IMAGE ID') || names[0] === 'IMAGE' || names[0] === 'REF';
  const isContainers = names[0] === 'CONTAINER ID' || names.includes('SERVICE');
  return { columns, format: isContainers ? 'docker-ps' : isImages ? 'docker-images' : 'table' };
}

/** True for the head of a table without images, such as that of `kubectl get pods`. */
export function isOtherTableHead(line: string): boolean {
  return /^(?:NAMESPACE +)?NAME +[A-Z-]+(?: +[A-Z()-]+)*\s*$/.test(line.slice(0, 300));
}

/** The images of one row of a table. A cell of `kubectl get deployments -o wide` can hold several. */
export function readTableRow(head: TableHead, row: string, line: number, into: Collector): void {
  const cells = cellsOf(head, row);
  const cell = (...names: string[]) =>
    names.map((name) => cells.get(name)).find((text) => text !== undefined);
  const image = cell(...IMAGE_COLUMNS);
  if (image === undefined || image === '') {
    into.leftOut({ line, text: row.trim().slice(0, 120), problem: 'This row has no image.' });
    return;
  }
  const tag = head.columns[0]?.name === 'CONTAINER ID' ? undefined : cell('TAG');
  const digest = cell('DIGEST');
  const name = head.format === 'docker-ps' ? cell('NAMES', 'NAME') : undefined;
  for (const each of image.split(',')) {
    describeRow(
      {
        line,
        format: head.format,
        image: each,
        ...(tag === undefined ? {} : { tag }),
        // `ctr` prints the digest of what its reference names already.
        ...(digest === undefined || tag === undefined ? {} : { digest }),
        ...(name === undefined || name === '' ? {} : { place: `container ${name}` }),
      },
      into,
    );
  }
}

/** The cells by heading: cut where the headings start, or between wide spaces if the columns are not aligned. */
function cellsOf({ columns }: TableHead, row: string): Map<string, string> {
  const isAligned = columns.every(
    ({ start }) => start === 0 || start > row.length || /\s/.test(row[start - 1] ?? ' '),
  );
  const parts = isAligned
    ? columns.map(({ start }, index) => row.slice(start, columns[index + 1]?.start))
    : row.trim().split(/\t+|\s{2,}/);
  return new Map(columns.map(({ name }, index) => [name, (parts[index] ?? '').trim()]));
}
