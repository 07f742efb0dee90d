import { basedOn, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { type Push, pushOn } from './push-apps.ts';
import { application, install, sample } from './recipes.ts';

/** Images that were built again under their tags while a cluster went on with the earlier build, and a base's next version. */
export const rebuilt: Push = async (registry, { python, go, platform }) => {
  const recommender = sample('data/recommender:4.2');
  const before = await pushOn(registry, recommender, python, 'now', 'recommender:4.2', 'before');
  const after = await pushOn(registry, recommender, python, 'now', 'recommender:4.2');

  // The later build left out the platform that its devices have, and has one that its base no longer has.
  const kiosk = sample('edge/kiosk:2.2');
  const onGo = (base: typeof go.amd64) =>
    application(base, 'kiosk', '2.2').annotate(basedOn(go.name, go.oldDigest));
  const withArm64 = await pushIndex(registry, kiosk, { images: [go.amd64, go.oldArm64].map(onGo) });
  const withArmv7 = await pushIndex(registry, kiosk, { images: [go.amd64, go.armv7].map(onGo) });

  const java = sample('runtime/java:25');
  const next = install(platform.now, 'openjdk-25-jre-headless', '25.0.1');
  await push(registry, java, next.annotate(basedOn(platform.name, platform.nowDigest)));
  return [
    {
      ...{ reference: recommender, expected: 'up-to-date' },
      moved: { name: recommender, oldDigest: before, nowDigest: after, movedDaysAgo: 9 },
    },
    {
      ...{ reference: kiosk, expected: 'broken' },
      moved: { name: kiosk, oldDigest: withArm64, nowDigest: withArmv7, movedDaysAgo: 33 },
    },
    { reference: java, expected: 'up-to-date' },
  ];
};
