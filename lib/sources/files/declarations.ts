import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import { quoteOf } from '#lib/paste/paste.ts';
import type { Mention } from '../mention.ts';

/** A file of a source. */
export interface SourceFile {
  /** Relative to the top of the source, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** How a file names an image. */
export type How =
  /** FROM of a Dockerfile. */
  | 'from'
  | 'copy-from'
  | 'mount-from'
  /** The frontend that builds a Dockerfile. */
  | 'syntax'
  /** Something runs it. */
  | 'image'
  /** A build makes it. */
  | 'output'
  /** A build uses it under another name. */
  | 'context'
  /** A chart's values or annotations name it; the chart was not rendered. */
  | 'values';

/** Where and how a file names an image. */
export interface DeclaredPlace {
  /** Counted from 1. */
  readonly line: number;
  readonly how: How;
  /** The name of the stage, or its number from 0. */
  readonly stage?: string | number | undefined;
  /** A service of a compose file, or a target of a bake file. */
  readonly service?: string | undefined;
  /** What it belongs to, such as `Deployment web, container app`. */
  readonly in?: string | undefined;
  readonly platform?: string | undefined;
  /** It is what the result of the build is based on. */
  readonly final?: true | undefined;
  /** The file whose settings decide the name. */
  readonly via?: string | undefined;
  /** What was not evaluated. */
  readonly note?: string | undefined;
  /** Of an output: its Dockerfile, and the base of its final stage. */
  readonly dockerfile?: string | undefined;
  readonly base?: string | undefined;
  readonly baseLine?: number | undefined;
}

/** Something in a file that was left out, or not evaluated. */
export interface FileNote {
  readonly file: string;
  readonly line: number;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** Collects what files declare. */
export interface Declarations {
  readonly mentions: readonly Mention[];
  readonly notes: readonly FileNote[];
  /** Adds an image. A name with a variable or an expression in it is unresolved. */
  image(file: string, text: string, place: DeclaredPlace): void;
  /** Adds an image whose name is not known without `missing`, such as `$TAG`. */
  unresolved(file: string, written: string, missing: string, place: DeclaredPlace): void;
  note(note: FileNote): void;
}

/** Signs that no reference has: they belong to variables, templates and placeholders. */
const EXPRESSION = /\$\{\{[^}]*\}\}?|\{\{[^}]*\}\}?|\$\{[^}]*\}?|\$\([^)]*\)?|\$\w*|<[^>]*>?|%\w+%?|[{}]/;
const MAX_TEXT = 1024;
/** A source with more mentions is cut off, and that is said. As many can be posted. */
const MAX_MENTIONS = 50_000;

/** Makes a collector. The same image at the same place counts once. `unreadable` gets what is beyond the limit. */
export function collectDeclarations(unreadable: FileNote[]): Declarations {
  let isFull = false;
  const mentions: Mention[] = [];
  const notes: FileNote[] = [];
  const seen = new Set<string>();
  const addNote = (note: FileNote) => {
    const key = JSON.stringify(note);
    if (seen.has(key) || notes.length >= MAX_MENTIONS) return;
    seen.add(key);
    notes.push(note);
  };
  const add = (
    file: string,
    mention: Omit<Mention, 'kind' | 'place'>,
    place: DeclaredPlace,
    missing?: string,
  ) => {
    const entries = Object.entries({ file, ...place, unresolved: missing }).flatMap(([key, value]) =>
      value === undefined
        ? []
        : [[key, typeof value === 'string' ? value.slice(0, MAX_TEXT) : value] as const],
    );
    const whole: Mention = { ...mention, kind: 'declared', place: Object.fromEntries(entries) };
    const key = JSON.stringify(whole);
    if (seen.has(key)) return;
    seen.add(key);
    if (mentions.length < MAX_MENTIONS) {
      mentions.push(whole);
      return;
    }
    if (!isFull)
      unreadable.push({ file, line: place.line, message: `only the first ${MAX_MENTIONS} images are read` });
    isFull = true;
  };
  const unresolved = (file: string, written: string, missing: string, place: DeclaredPlace) => {
    const text = written.trim();
    // Nobody may take an incomplete name for the reference of another image.
    const reference = tryParseReference(text) === undefined && text !== '' ? text : `${text}:${missing}`;
    if (reference.length > MAX_TEXT || tryParseReference(reference) !== undefined) {
      addNote({ file, line: place.line, message: `“${quoteOf(text)}” is not known without ${missing}` });
    } else add(file, { reference }, place, missing);
  };
  return {
    mentions,
    notes,
    note: addNote,
    unresolved,
    image(file, text, place) {
      const reference = tryParseReference(text);
      if (reference !== undefined) {
        const { digest } = reference;
        const name = formatReference(reference);
        if (name.length > MAX_TEXT)
          addNote({ file, line: place.line, message: `“${quoteOf(name)}” is too long` });
        else add(file, { reference: name, ...(digest === undefined ? {} : { digest }) }, place);
        return;
      }
      const missing = text.length > MAX_TEXT ? undefined : EXPRESSION.exec(text)?.[0];
      if (missing !== undefined) unresolved(file, text, missing, place);
      else addNote({ file, line: place.line, message: `“${quoteOf(text)}” is not an image reference` });
    },
  };
}
