import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { localProblem, ProblemError, type ShownProblem } from '#lib/api/client/request.ts';

/** What can be done about each kind of failure, where the problem's own words do not say. */
const ADVICE: Readonly<Record<string, string>> = {
  unreachable: 'It is asked again by itself as soon as the connection is back.',
  DENIED:
    'The registry does not show it to these credentials: set username and password for it in baseboard.yaml.',
  UNAUTHORIZED:
    'The registry asks for credentials: log in with docker or podman, or set them in baseboard.yaml.',
  TOOMANYREQUESTS: 'The registry’s rate limit is used up: wait, or set credentials with a larger one.',
  NAME_UNKNOWN: 'Check the spelling; a private repository may also be hidden from these credentials.',
  MANIFEST_UNKNOWN: 'Check the tag: it may have been removed or never pushed.',
};

/** A failure said in full: what happened, at which registry, during what, and what to do. */
export function ProblemNotice({ error, actions }: { error: unknown; actions?: ReactNode }) {
  const problem = problemIn(error);
  const advice = ADVICE[problem.registry?.code ?? problem.code];
  return (
    <div
      role="alert"
      className="flex items-start gap-3 rounded-md border border-status-broken/60 bg-surface px-4 py-3 text-sm"
    >
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-status-broken" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium">{problem.title}</p>
        <p className="break-words">{problem.detail}</p>
        {advice === undefined ? null : <p className="text-muted">{advice}</p>}
        <Facts problem={problem} />
      </div>
      {actions}
    </div>
  );
}

function Facts({ problem: { registry, requestId, type } }: { problem: ShownProblem }) {
  if (registry === undefined && requestId === '') return null;
  return (
    <dl className="mono flex flex-wrap gap-x-4 pt-1 text-muted [&_dd]:inline [&_dt]:mr-1 [&_dt]:inline">
      {registry === undefined ? null : (
        <>
          <Fact term="registry" value={registry.host} />
          <Fact term="while" value={registry.operation} />
          <Fact term="code" value={registry.code} />
        </>
      )}
      {requestId === '' ? null : <Fact term="request" value={requestId} />}
      {type.startsWith('/') ? (
        <a className="underline underline-offset-2" href={type} target="_blank" rel="noreferrer">
          About this error
        </a>
      ) : null}
    </dl>
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
    'The fault is Baseboard’s own. Load the page again. If it fails again, report what you did.',
  );
}
