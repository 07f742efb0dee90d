import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  filesRequest,
  imagePlaces,
  mentionsRequest,
  removeSourceQuery,
  source,
  sourceEdit,
  sourceList,
  sourcePreview,
  sourcePreviewRequest,
  sourceRequest,
} from '../sources.ts';
import { answers, body, byId, notFound, problemContent } from './operations.ts';

const Source = source.meta({ id: 'Source' });

const unchangeable = {
  '409': {
    description: 'The name is taken, there are too many sources, or baseboard.yaml names this one',
    content: problemContent,
  },
  '422': { description: 'There is no key to store credentials with', content: problemContent },
};

export const SOURCES_PATHS: ZodOpenApiPathsObject = {
  '/api/v1/sources': {
    get: {
      summary: 'Where images come from: all sources, by name',
      responses: answers('200', 'All of them', sourceList.meta({ id: 'SourceList' })),
    },
    post: {
      summary: 'Add a source and list it at once. Credentials are stored encrypted, and never returned',
      requestBody: body(sourceRequest),
      responses: answers('201', 'The source', Source, unchangeable),
    },
  },
  '/api/v1/sources/preview': {
    post: {
      summary: 'List a source once: what it would track, and why not the rest. Nothing is stored',
      requestBody: body(sourcePreviewRequest),
      responses: answers('200', 'The preview', sourcePreview.meta({ id: 'SourcePreview' }), {
        '404': { description: 'There is no source with the id `sourceId`', content: problemContent },
        '429': { description: 'Previews are running already', content: problemContent },
      }),
    },
  },
  '/api/v1/sources/{id}': {
    get: {
      summary: 'One source, with its newest listing',
      requestParams: byId,
      responses: answers('200', 'The source', Source, notFound),
    },
    patch: {
      summary: 'Change a source and list it at once; what is left out stays',
      requestParams: byId,
      requestBody: body(sourceEdit),
      responses: answers('200', 'The source', Source, { ...notFound, ...unchangeable }),
    },
    delete: {
      summary: 'Remove a source, and untrack images that nobody else keeps',
      requestParams: { ...byId, query: removeSourceQuery },
      responses: answers('204', 'Removed', undefined, { ...notFound, ...unchangeable }),
    },
  },
  '/api/v1/sources/{id}/list': {
    post: {
      summary: 'List a source as soon as no other one of its host is being listed',
      requestParams: byId,
      responses: answers('202', 'Accepted', Source, {
        ...notFound,
        '409': { description: 'The images of this source are posted', content: problemContent },
      }),
    },
  },
  '/api/v1/sources/{id}/confirm': {
    post: {
      summary: 'Confirm that the images which the last listing misses are gone',
      requestParams: byId,
      responses: answers('200', 'The source', Source, {
        ...notFound,
        '409': { description: 'No listing waits for a confirmation', content: problemContent },
      }),
    },
  },
  '/api/v1/sources/{id}/mentions': {
    post: {
      summary:
        'Post everything that a source of the kind push mentions now. The body may be compressed with gzip; it has at most 5 MiB',
      requestParams: byId,
      requestBody: body(mentionsRequest),
      responses: answers('200', 'The source', Source, {
        ...notFound,
        '409': {
          description:
            'A picture with a greater sequence was posted before, or the source is of another kind',
          content: problemContent,
        },
        '413': { description: 'The body is too large', content: problemContent },
      }),
    },
  },
  '/api/v1/sources/{id}/files': {
    post: {
      summary:
        'Upload the files of a source of the kind files. They replace what it mentioned before. The files are not stored',
      requestParams: byId,
      requestBody: body(filesRequest),
      responses: answers('200', 'The source', Source, {
        ...notFound,
        '409': {
          description: 'The source is of another kind, or belongs to the sample fleet',
          content: problemContent,
        },
        '413': { description: 'The body is larger than 5 MiB', content: problemContent },
      }),
    },
  },
  '/api/v1/images/{id}/places': {
    get: {
      summary: 'Every place that mentions an image: registries, clusters, files',
      requestParams: byId,
      responses: answers('200', 'The places', imagePlaces.meta({ id: 'ImagePlaces' }), notFound),
    },
  },
};
