import { BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { basedOn, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import type { MemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { movingBase, pushBases, type SampleBases } from './bases.ts';
import { type Push, provenanceOf, pushOn, pushProvenance, type SampleImage } from './push-apps.ts';
import { rebuilt } from './rebuilt-apps.ts';
import { application, distribution, sample } from './recipes.ts';

/** Fifteen services on one base: nine built before it moved, six after. */
const nodeServices: Push = async (registry, { node }) => {
  const services = [
    ...[
      'cart',
      'catalog',
      'checkout-ui',
      'gift-cards',
      'loyalty',
      'notify',
      'search',
      'storefront',
      'wishlist',
    ].map((name) => ({ name, state: 'old' as const })),
    ...['address-book', 'coupons', 'feature-flags', 'payments', 'profile', 'reviews'].map((name) => ({
      name,
      state: 'now' as const,
    })),
  ];
  const pushed: SampleImage[] = [];
  for (const { name, state } of services) {
    const reference = sample(`shop/${name}:${state === 'old' ? '3.8' : '3.9'}`);
    await pushOn(registry, reference, node, state, name);
    pushed.push({ reference, expected: state === 'old' ? 'stale' : 'up-to-date' });
  }
  return pushed;
};

/** A chain of five, current at each step but the one above platform/base. */
const javaServices: Push = async (registry, { javaWeb, java }) => {
  const checkout = sample('bank/checkout:2.4');
  const ledger = sample('bank/ledger:7.1');
  const risk = sample('bank/risk-engine:1.12');
  await pushOn(registry, checkout, javaWeb, 'now', 'checkout');
  await pushOn(registry, ledger, javaWeb, 'now', 'ledger');
  await pushOn(registry, risk, java, 'now', 'risk-engine');
  return [checkout, ledger, risk].map((reference) => ({ reference, expected: 'stale-by-ancestor' }));
};

/** Services on the base whose tag moves while one watches. */
const pythonServices: Push = async (registry, { python }) => {
  const names = ['forecast:0.9', 'etl-nightly:2026.1'];
  for (const name of names) await pushOn(registry, sample(`data/${name}`), python, 'now', name);
  return names.map((name) => ({ reference: sample(`data/${name}`), expected: 'up-to-date' }));
};

/** Ways of being current other than an equal digest. */
const current: Push = async (registry, { platform, debian, go, alpine }) => {
  const repacked = sample('media/transcoder:5.0');
  const recompressed = application(platform.now, 'transcoder', '5.0').repacked();
  await push(registry, repacked, recompressed.annotate(basedOn(platform.name, platform.nowDigest)));

  const intermediate = sample('media/thumbnailer:1.3');
  const layered = application(platform.now, 'thumbnailer', '1.3');
  await push(
    registry,
    intermediate,
    layered.annotate(basedOn(platform.name, digestOf('an intermediate image'))),
  );

  const indexMoved = sample('edge/gateway:2.0');
  const gateway = application(go.amd64, 'gateway', '2.0').annotate(basedOn(go.name, go.oldDigest));
  await push(registry, indexMoved, gateway);

  const multi = sample('edge/proxy:1.8');
  const children = [go.amd64, go.nowArm64].map((base) =>
    application(base, 'proxy', '1.8').annotate(
      basedOn(go.name, base.annotate(basedOn('scratch')).build().descriptor.digest),
    ),
  );
  await pushIndex(registry, multi, { images: children, annotations: basedOn(go.name, go.nowDigest) });

  const labelled = sample('office/timesheets:11');
  await push(
    registry,
    labelled,
    application(debian.now, 'timesheets', '11').label(basedOn(debian.name, debian.nowDigest)),
  );

  const built = sample('edge/health-probe:0.4');
  await pushProvenance(registry, built, alpine.now, alpine.name, alpine.nowDigest, 'health-probe');
  return [repacked, intermediate, indexMoved, multi, labelled, built].map((reference) => ({
    reference,
    expected: 'up-to-date',
  }));
};

/** Ways of being stale. */
const stale: Push = async (registry, { alpine, go, platform }) => {
  const configOnly = sample('office/pdf-export:3.3');
  const fonts = sample('platform/fonts:1');
  const before = image()
    .from(platform.now)
    .layer('RUN apt-get install -y fonts-noto', [{ path: 'usr/share/fonts/noto', content: 'noto' }]);
  const after = before.runtime({ Env: ['FONTCONFIG_PATH=/etc/fonts', 'LANG=C.UTF-8'] });
  const fontsBase = await movingBase(registry, fonts, 9, (state) =>
    (state === 'old' ? before : after).annotate(basedOn(platform.name, platform.nowDigest)),
  );
  await push(
    registry,
    configOnly,
    application(before, 'pdf-export', '3.3').annotate(basedOn(fonts, fontsBase.oldDigest)),
  );

  const buildpack = sample('office/expenses:2.1');
  const run = sample('buildpacks/run-jammy:tiny');
  const oldRun = distribution('ubuntu', '22.04.3');
  const runBase = await movingBase(registry, run, 33, (state) =>
    state === 'old' ? oldRun : distribution('ubuntu', '22.04.5'),
  );
  const topLayer = oldRun.parts.layers.at(-1)?.diffId;
  const lifecycle = {
    runImage: { topLayer, reference: `${run.replace(/:[^:]*$/, '')}@${runBase.oldDigest}`, image: run },
  };
  await push(
    registry,
    buildpack,
    application(oldRun, 'expenses', '2.1').label({ [BUILDPACKS_LABEL.lifecycle]: JSON.stringify(lifecycle) }),
  );

  const built = sample('edge/dns-cache:1.1');
  await pushProvenance(registry, built, alpine.old, alpine.name, alpine.oldDigest, 'dns-cache');

  const arm = sample('edge/sensor-hub:6');
  const images = [go.amd64, go.oldArm64].map((base) =>
    application(base, 'sensor-hub', '6').annotate(basedOn(go.name, go.oldDigest)),
  );
  await pushIndex(registry, arm, { images });
  return [
    { reference: configOnly, expected: 'stale', moved: fontsBase },
    { reference: buildpack, expected: 'stale', moved: runBase },
    { reference: built, expected: 'stale' },
    { reference: arm, expected: 'stale' },
  ];
};

/** Claims that are false or gone. */
const broken: Push = async (registry, { debian, alpine }) => {
  const contradicted = sample('legacy/cron-runner:1.0');
  const other = application(alpine.now, 'cron-runner', '1.0');
  await push(registry, contradicted, other.annotate(basedOn(debian.name, debian.nowDigest)));

  const conflict = sample('legacy/report-gen:4.4');
  const claims = application(alpine.now, 'report-gen', '4.4').annotate(
    basedOn(debian.name, debian.nowDigest),
  );
  await pushIndex(registry, conflict, {
    images: [claims],
    provenance: provenanceOf(alpine.name, alpine.nowDigest),
  });

  const tagGone = sample('legacy/fax-gateway:1.9');
  const oldDebian = sample('library/debian:10-slim');
  const buster = distribution('debian', '10.13').annotate(basedOn('scratch'));
  const busterDigest = await push(registry, oldDebian, buster);
  await push(
    registry,
    tagGone,
    application(buster, 'fax-gateway', '1.9').annotate(basedOn(oldDebian, busterDigest)),
  );
  registry.state.deleteManifest('library/debian', '10-slim');

  const baseGone = sample('legacy/print-spooler:0.7');
  const lost = distribution('centos', '7.9');
  await push(
    registry,
    baseGone,
    application(lost, 'print-spooler', '0.7').annotate(basedOn(sample('library/centos:7'), digestOf('lost'))),
  );
  return [contradicted, conflict, tagGone, baseGone].map((reference) => ({
    reference,
    expected: 'broken',
  }));
};

/** Images of the other statuses: unknown, broken, pinned and root. */
const rest: Push = async (registry, { debian, alpine, python, platform }) => {
  const silent = sample('vendor/scanner:0.3');
  await push(registry, silent, application(distribution('wolfi', '20250101'), 'scanner', '0.3'));

  const squashed = sample('vendor/appliance:9');
  const whole = application(platform.now, 'appliance', '9');
  const one = whole.squashed();
  await push(registry, squashed, one.annotate(basedOn(platform.name, digestOf('squashed away'))));

  const pinned = sample('bank/vault-proxy:1.4');
  const repository = python.name.replace(/:[^:]*$/, '');
  await push(
    registry,
    pinned,
    application(python.now, 'vault-proxy', '1.4').annotate(
      basedOn(`${repository}@${python.nowDigest}`, python.nowDigest),
    ),
  );

  return [
    { reference: silent, expected: 'unknown' },
    { reference: squashed, expected: 'broken' },
    { reference: pinned, expected: 'pinned' },
    { reference: debian.name, expected: 'root' },
    { reference: alpine.name, expected: 'root' },
  ];
};

/** The tracked bases, besides the images based on them. */
const tracked: Push = async (_, { platform, java, javaWeb, node, python }) => [
  { reference: platform.name, expected: 'up-to-date' },
  { reference: java.name, expected: 'stale' },
  { reference: javaWeb.name, expected: 'stale-by-ancestor' },
  { reference: node.name, expected: 'up-to-date' },
  { reference: python.name, expected: 'up-to-date' },
];

/** Pushes the whole fleet into a registry. */
export async function pushFleet(
  registry: MemoryRegistry,
): Promise<{ bases: SampleBases; images: SampleImage[] }> {
  const bases = await pushBases(registry);
  const images: SampleImage[] = [];
  const groups = [nodeServices, javaServices, pythonServices, current, stale, broken, rebuilt, rest, tracked];
  for (const group of groups) {
    images.push(...(await group(registry, bases)));
  }
  return { bases, images };
}
