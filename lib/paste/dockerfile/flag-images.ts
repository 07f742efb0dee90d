import { onOneLine, wordsOf } from './words.ts';

/** An image or a stage that a flag of an instruction names. */
export interface FlagSource {
  readonly how: 'copy-from' | 'mount-from';
  /** As written. The builder does not expand variables here (Dockerfile reference, § COPY --from, § RUN --mount). */
  readonly name: string;
  /** It is below `ONBUILD`: the builds that are based on this image use it. */
  readonly onBuild: boolean;
}

const INSTRUCTION = /^\s*(ONBUILD\s+)?(COPY|ADD|RUN)\s+(?=--)/i;
/** Flags stand first. Longer ones name no image. */
const MAX_FLAGS = 16 * 1024;

/** What the flags of one instruction name: `COPY --from=…`, `RUN --mount=type=bind,from=…`. `text` has its lines. */
export function sourcesInFlags(text: string, escapeSign: string): FlagSource[] {
  const content = onOneLine(text.slice(0, MAX_FLAGS), escapeSign);
  const [start, onBuild, keyword] = INSTRUCTION.exec(content) ?? [];
  if (start === undefined) return [];
  const flags = wordsOf(content.slice(start.length), escapeSign, (word) => word.startsWith('--'));
  const isRun = keyword?.toUpperCase() === 'RUN';
  return flags.flatMap((flag): FlagSource[] => {
    const [, name = '', given = ''] = /^--([a-z]+)=(.*)$/i.exec(flag) ?? [];
    const value = given.replace(/^(["'])(.*)\1$/, '$2');
    const found =
      isRun && name === 'mount'
        ? value.split(',').find((part) => /^from=/i.test(part))
        : !isRun && name === 'from' && `from=${value}`;
    if (!found || found.length <= 'from='.length) return [];
    const how = isRun ? 'mount-from' : 'copy-from';
    return [{ how, name: found.slice('from='.length), onBuild: onBuild !== undefined }];
  });
}
