import { parseFilter } from '#lib/lineage/filter/filter.ts';
import {
  countSavedFilters,
  deleteSavedFilter,
  insertSavedFilter,
  isFilterNameTaken,
  listSavedFilters,
  lockSavedFilters,
  type SavedFilter,
  updateSavedFilter,
} from '#lib/store/images/saved-filters.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';

/** As many as a person looks through. */
const MAX_SAVED = 200;

/** A filter cannot be saved as requested; the message says why and what to do. */
class FilterRefusedError extends Error {
  override name = 'FilterRefusedError';
  readonly code: 'name-taken' | 'too-many-filters';
  /** The field of the request that is wrong. */
  readonly field: 'name' | undefined;
  constructor(code: FilterRefusedError['code'], message: string, field?: 'name') {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** What changes of a saved filter. */
export interface FilterChanges {
  readonly name?: string | undefined;
  readonly filter?: string | undefined;
}

/** All saved filters, by name. */
export function savedFilters({ db }: WithDatabase): Promise<SavedFilter[]> {
  return listSavedFilters(db);
}

/** Saves a filter under a name. Throws {@link FilterRefusedError} and `FilterSyntaxError`. */
export async function saveFilter(
  { db, clock }: WithDatabase & WithClock,
  { name, filter }: { readonly name: string; readonly filter: string },
  savedBy: string,
): Promise<SavedFilter> {
  parseFilter(filter);
  return db.transaction(async (transaction) => {
    await lockSavedFilters(transaction);
    if ((await countSavedFilters(transaction)) >= MAX_SAVED) {
      const problem = `There are already ${MAX_SAVED} saved filters, the maximum. Delete one first.`;
      throw new FilterRefusedError('too-many-filters', problem);
    }
    if (await isFilterNameTaken(transaction, name)) throw nameTaken(name);
    return insertSavedFilter(transaction, { name, filter, savedBy, savedAt: clock() });
  });
}

/** Renames a saved filter, or saves another under its name. Throws like {@link saveFilter}, and `NotFoundError`. */
export async function changeFilter(
  { db }: WithDatabase,
  id: string,
  { name, filter }: FilterChanges,
): Promise<SavedFilter> {
  if (filter !== undefined) parseFilter(filter);
  return db.transaction(async (transaction) => {
    await lockSavedFilters(transaction);
    if (name !== undefined && (await isFilterNameTaken(transaction, name, id))) throw nameTaken(name);
    const changed = await updateSavedFilter(transaction, id, { name, filter });
    if (changed === undefined) throw noFilter(id);
    return changed;
  });
}

/** Deletes a saved filter. Throws `NotFoundError`. */
export async function deleteFilter({ db }: WithDatabase, id: string): Promise<void> {
  if (!(await deleteSavedFilter(db, id))) throw noFilter(id);
}

function nameTaken(name: string): FilterRefusedError {
  return new FilterRefusedError(
    'name-taken',
    `Another filter is called “${name}”. Choose another name.`,
    'name',
  );
}

function noFilter(id: string): NotFoundError {
  return new NotFoundError(`There is no saved filter with the id ${id}.`);
}
