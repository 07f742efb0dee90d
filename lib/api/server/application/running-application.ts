import type { Application } from './application.ts';

/**
 * How pages and routes reach the server's modules. Next bundles routes separately from the process that serves them, and
 * the two share only `globalThis`. Bundled code imports only types from the layers below, so each class exists once.
 */
const KEY = Symbol.for('baseboard.application');

type Global = typeof globalThis & { [KEY]?: Application };

/** Makes the application available; call it once, before Next is prepared. */
export function provideApplication(application: Application): void {
  (globalThis as Global)[KEY] = application;
}

/** The running application; throws if pages are rendered outside `lib/api/server/serve.ts`. */
export function application(): Application {
  const running = (globalThis as Global)[KEY];
  if (running === undefined) throw new Error('Baseboard is not running: start it with npm start');
  return running;
}
