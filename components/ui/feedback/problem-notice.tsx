import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { localProblem, ProblemError, type ShownProblem } from '#lib/api/client/request.ts';
import { Notice } from './notice.tsx';

/** What to do about a failure, where the problem's own text does not say it. */
const ADVICE: Readonly<Record<string, string>> = {
  unreachable: 'The page retries as soon as the connection is back.',
  DENIED: 'These credentials have no access: set a username and password for the registry in baseboard.yaml.',
  UNAUTHORIZED:
    'The registry requires credentials: log in with docker or podman, or set them in baseboard.yaml.',
  TOOMANYREQUESTS: 'The registry’s rate limit is used up: wait, or set credentials that have a higher limit.',
  NAME_UNKNOWN: 'Check the spelling. These credentials may also have no access to a private repository.',
  MANIFEST_UNKNOWN: 'Check the tag: it may have been deleted or never pushed.',
};

/** A failure in full: what happened, at which registry, during which operation, and what to do. */
export function ProblemNotice({ error, actions }: { error: unknown; actions?: ReactNode }) {
  const problem = problemIn(error);
  const advice = ADVICE[problem.registry?.code ?? problem.code];
  return (
    <Notice tone="error" icon={CircleAlert} actions={actions}>
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium">{problem.title}</p>
        <p className="break-words">{problem.detail}</p>
        {advice === undefined ? null : <p className="text-muted">{advice}</p>}
        <Facts problem={problem} />
      </div>
    </Notice>
  );
}

function Facts({ problem: { registry, requestId, type } }: { problem: ShownProblem }) {
  if (registry === undefined && requestId === '') return null;
  return (
    <div className="mono flex flex-wrap gap-x-4 pt-1 text-muted">
      <dl className="flex flex-wrap gap-x-4 [&_dd]:inline [&_dt]:mr-1 [&_dt]:inline">
        {registry === undefined ? null : (
          <>
            <Fact term="registry" value={registry.host} />
            <Fact term="while" value={registry.operation} />
            <Fact term="code" value={registry.code} />
          </>
        )}
        {requestId === '' ? null : <Fact term="request" value={requestId} />}
      </dl>
      {type.startsWith('/') ? (
        <a className="underline underline-offset-2" href={type} target="_blank" rel="noreferrer">
          About this error
        </a>
      ) : null}
    </div>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div className="break-all">
      <dt>{term}</dt>
      <dd className="text-text">{value}</dd>
    </div>
  );
}

/** The problem an error carries; any other error is a fault of the page. */
export function problemIn(error: unknown): ShownProblem {
  if (error instanceof ProblemError) return error.problem;
  return localProblem(
    500,
    'page-failed',
    'This page failed',
    'This is an error in Baseboard. Reload the page. If it fails again, report what you did.',
  );
}
