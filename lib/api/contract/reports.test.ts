import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { formatReport } from '#lib/reports/content/report.ts';
import { digest, lineage, reportContent, reportImage } from '#lib/reports/testing.ts';
import { openApiDocument } from './openapi/document.ts';
import { report, reportRequest } from './reports.ts';

const images = [
  reportImage('q.io/app:1', 'stale', { behindSince: '2026-05-01T12:00:00.000Z', newerTag: '13' }),
  reportImage('q.io/app:2', 'pending', { lineage: null, digest: null, checkedAt: null, platforms: [] }),
  reportImage('q.io/app:3', 'root', { lineage: lineage('q.io/app:3', null) }),
];
const unlimited = reportContent(images, {
  note: 'note',
  expiresAt: '2027-01-01T00:00:00.000Z',
  trend: [{ at: '2026-05-01T00:00:00.000Z', counts: { stale: 1 } }],
});
const content = {
  ...unlimited,
  summary: { ...unlimited.summary, sla: { staleDays: 30, overdue: 1, notKnown: 1 } },
};

describe('a report’s JSON', () => {
  it('matches the contract exactly', () => {
    const view = report.parse(JSON.parse(formatReport(content)));
    // Parsing drops no field, except those that only tests add to nodes.
    expect(view.images).toEqual(JSON.parse(JSON.stringify(content.images)));
    expect(view.summary).toEqual(content.summary);
  });

  it('fits the JSON schema of the OpenAPI document', () => {
    const { schemas } = openApiDocument().components ?? {};
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (to: Ajv2020) => void)(ajv);
    const document = { $id: 'https://baseboard.example.com/openapi', components: { schemas } };
    ajv.addSchema(document);
    const validate = ajv.compile({ $ref: `${document.$id}#/components/schemas/Report` });
    const json = JSON.parse(formatReport({ ...content, graph: { nodes: [], edges: content.graph.edges } }));
    expect([validate(json), validate.errors]).toEqual([true, null]);
    expect(validate({ ...json, images: [{ ...json.images[0], status: 'purple' }] })).toBe(false);
    expect(validate({ ...json, images: [{ ...json.images[0], digest: digest('g') }] })).toBe(false);
  });
});

describe('a request for a report', () => {
  it.each([
    [{}, true],
    [
      {
        filter: 'status:stale',
        title: 'T',
        note: 'a\nb',
        live: true,
        expiresAt: '2027-01-01T00:00:00+01:00',
      },
      true,
    ],
    [{ expiresAt: null }, true],
    [{ title: 'two\nlines' }, false],
    [{ title: 'x'.repeat(201) }, false],
    [{ note: 'a\u0000b' }, false],
    [{ filter: 'a\u0000b' }, false],
    [{ expiresAt: 'tomorrow' }, false],
    [{ madeBy: 'somebody' }, false],
  ])('%j: %s', (request, accepted) => {
    expect(reportRequest.safeParse(request).success).toBe(accepted);
  });

  it('says what a time looks like', () => {
    expect(reportRequest.safeParse({ expiresAt: 'tomorrow' }).error?.issues[0]?.message).toBe(
      'is not a time like 2026-01-31T12:00:00Z',
    );
  });
});
