import type { z } from 'zod';
import type { Caller } from '#lib/access/roles.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { changeSource } from '#lib/fleet/sources/change-source.ts';
import { confirmListing } from '#lib/fleet/sources/confirm-listing.ts';
import { createSource } from '#lib/fleet/sources/create-source.ts';
import { imagePlaces } from '#lib/fleet/sources/image-places.ts';
import { listSourceNow } from '#lib/fleet/sources/list-source-now.ts';
import { postMentions } from '#lib/fleet/sources/post-mentions.ts';
import { previewSource } from '#lib/fleet/sources/preview-source.ts';
import { getSource, getSources } from '#lib/fleet/sources/read-sources.ts';
import { removeSource } from '#lib/fleet/sources/remove-source.ts';
import { uploadFiles } from '#lib/fleet/sources/upload-files.ts';
import type {
  filesRequest,
  mentionsRequest,
  sourceEdit,
  sourcePreviewRequest,
  sourceRequest,
} from '../../contract/sources.ts';
import { presentPlaces, presentSource, presentSourcePreview } from '../../present/sources.ts';
import { createCheckLimit } from '../limits/check-limit.ts';
import { editorOf } from './editor-of.ts';
import { knownId } from './known-id.ts';

/** A preview lists a registry while somebody waits. */
const PREVIEWS = { atOnce: 2, perMinute: 20 };
/** Files are read in the process that answers requests. */
const UPLOADS = { atOnce: 2, perMinute: 20 };

/** Sources, for routes and pages, with the contract's types. */
export function createSourceApplication(context: FleetContext) {
  const previewLimit = createCheckLimit(
    context.clock,
    PREVIEWS,
    'You can preview only a few sources at a time',
  );
  const uploadLimit = createCheckLimit(
    context.clock,
    UPLOADS,
    'You can upload the files of only a few sources at a time',
  );
  return {
    async listSources() {
      return { items: (await getSources(context)).map(presentSource), nextCursor: null };
    },
    getSource: async (id: string) => presentSource(await getSource(context, knownId(id))),
    createSource: async (request: z.output<typeof sourceRequest>, who: Caller) =>
      presentSource(await createSource(context, request, editorOf(who))),
    uploadFiles: async (id: string, { files }: z.output<typeof filesRequest>, who: Caller) =>
      presentSource(
        await uploadLimit.run(who.account, () => uploadFiles(context, knownId(id), files, editorOf(who))),
      ),
    changeSource: async (id: string, request: z.output<typeof sourceEdit>, who: Caller) =>
      presentSource(await changeSource(context, knownId(id), request, editorOf(who))),
    removeSource: (id: string, keepImages: boolean, who: Caller) =>
      removeSource(context, knownId(id), { keepImages }, editorOf(who)),
    /** `signal` aborts the preview when its client disconnects. */
    previewSource: async (request: z.output<typeof sourcePreviewRequest>, who: Caller, signal: AbortSignal) =>
      presentSourcePreview(
        await previewLimit.run(who.account, () => previewSource(context, request, signal)),
      ),
    listSourceNow: async (id: string) => presentSource(await listSourceNow(context, knownId(id))),
    confirmListing: async (id: string, who: Caller) =>
      presentSource(await confirmListing(context, knownId(id), editorOf(who))),
    postMentions: async (id: string, request: z.output<typeof mentionsRequest>) =>
      presentSource(await postMentions(context, knownId(id), request)),
    imagePlaces: async (id: string) => presentPlaces(await imagePlaces(context, knownId(id))),
  };
}
