import type { Received } from '#lib/fleet/hooks/hook-intake.ts';
import { application } from '../application/running-application.ts';
import { readBytes } from '../http/body.ts';
import { problem, RequestProblem } from '../http/problem.ts';
import { json, route } from './route.ts';

/** The most bytes of a call. */
const MAX_BYTES = 1024 * 1024;

/**
 * A registry's call at a hook's address. It is answered before any registry is read. What is about nothing of interest is
 * no error: senders would repeat it, or stop. The address is a secret, so it appears in no answer and no log.
 */
export const hookRoute = route<{ readonly secretId: string }>(async ({ request, params }) => {
  const { hookIntake } = application();
  const hook = await hookIntake.find(params.secretId);
  if (hook === undefined) {
    throw new RequestProblem(problem('not-found', 'There is no hook at this address, or it is disabled.'));
  }
  const body = await readBytes(request, MAX_BYTES);
  return answerTo(await hookIntake.receive(hook, { header: (name) => request.headers.get(name), body }));
}, 'anyone');

function answerTo({ outcome, accepted }: Received): Response {
  switch (outcome) {
    case 'forged':
      throw new RequestProblem(
        problem('wrong-signature', 'The secret or the signature of this call is wrong, or it is too old.'),
      );
    case 'unverifiable':
      throw new RequestProblem(
        problem('call-not-verifiable', 'This call could not be verified now. Send it again.', {
          retryAfter: 10,
        }),
      );
    case 'ping':
      return json({ accepted });
    default:
      return json({ accepted }, 202);
  }
}
