import type { Application } from './application.ts';

/**
 * What the pages and routes reach the server's own modules by. Next bundles routes apart from the process
 * that serves them: a value on `globalThis` is the one thing both see. Bundled code imports only types from
 * the layers below, so each class exists once, in the server's own modules.
 */
const KEY = Symbol.for('baseboard.application');

type Global = typeof globalThis & { [KEY]?: Application };

/** Makes the application reachable; called once, before Next is prepared. */
export function provideApplication(application: Application): void {
  (globalThis as Global)[KEY] = application;
}

/** The running application; throws where pages are rendered outside `lib/api/server/serve.ts`. */
export function application(): Application {
  const running = (globalThis as Global)[KEY];
  if (running === undefined) throw new Error('Baseboard is not running: start it with npm start');
  return running;
}
