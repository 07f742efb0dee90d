import { MAX_PASTE, type Paste, quoteOf } from '#lib/paste/paste.ts';
import { findImages } from './find-images.ts';

/**
 * Finds the images in a file, by its text alone. A file that is too large, has no text or cannot be read is refused
 * with the reason. Never rejects.
 */
export async function readImageFile(file: File): Promise<Paste> {
  if (file.size > MAX_PASTE) return refused(file, 'is larger than 8 MB. Choose a list of images.');
  let text: string;
  try {
    text = await file.text();
  } catch (error) {
    // A browser reads only the file as it was when it was chosen (File API, § 3.3).
    const why = error instanceof Error ? error.message : String(error);
    return refused(file, `could not be read (${quoteOf(why)}). If it changed or moved, choose it again.`);
  }
  if (text.includes('\0'))
    return refused(file, 'is no text file. Choose a list, a manifest or a Dockerfile.');
  if (text.trim() === '') return refused(file, 'is empty.');
  return findImages(text);
}

/** Finds the images in the first of several files, and says that the others were not read: lines have no file name. */
export async function readImageFiles([first, ...others]: readonly File[]): Promise<Paste> {
  if (first === undefined) return { images: [], problems: [] };
  const { images, problems } = await readImageFile(first);
  const unread = others.flatMap((file) => refused(file, `was not read. Add one file at a time.`).problems);
  return { images, problems: [...problems, ...unread] };
}

function refused({ name }: File, problem: string): Paste {
  return { images: [], problems: [{ line: 1, text: '', problem: `${name} ${problem}` }] };
}
