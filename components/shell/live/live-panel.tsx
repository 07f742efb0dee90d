'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { AllowedButton } from '#components/access/allowed.tsx';
import type { LiveState } from '#components/live/live-state.ts';
import { registryProblem } from '#components/registries/registry-words.ts';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { useNow } from '#components/ui/values/clock.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { cancelScan, scanQuery } from '#lib/api/client/scans.ts';
import type { ScanProgressView } from '#lib/api/contract/images/scans.ts';
import type { RegistryView } from '#lib/api/contract/registries.ts';
import { connectionWords, isLost, scanResult, waitWords } from './live-words.ts';
import { ScanBar } from './scan-bar.tsx';

/** The registries with problems that are named; the others are on their page. */
const NAMED = 5;

/** What the live state consists of: the connection, registries with problems, running scans, the last result. */
export function LivePanel({
  live,
  troubled,
  lastScan,
}: {
  live: LiveState;
  troubled: readonly RegistryView[];
  /** When the last scan ended (ISO 8601). */
  lastScan: string | undefined;
}) {
  const { scans, finished } = live;
  return (
    <div className="space-y-3">
      <p className={isLost(live) ? 'text-status-broken' : ''}>
        {connectionWords(live)}.
        {isLost(live) ? ' What the page shows may be out of date.' : ' The page updates by itself.'}
      </p>
      {scans.map((scan) => (
        <RunningScan key={scan.id} scan={scan} />
      ))}
      {finished === null ? null : <p>{scanResult(finished)}.</p>}
      {scans.length === 0 && lastScan !== undefined ? (
        <p className="text-muted">
          Last check: <Time value={lastScan} />
        </p>
      ) : null}
      <Troubled troubled={troubled} />
    </div>
  );
}

function RunningScan({ scan }: { scan: ScanProgressView }) {
  const toast = useToast();
  const now = useNow();
  const details = useQuery(scanQuery(scan.id));
  const cancel = useMutation({
    mutationFn: () => cancelScan(scan.id),
    onError: (error) => toast({ error }),
  });
  const isCancelling = scan.state === 'cancelling';
  const problems = scan.unreachable + scan.failed;
  return (
    <section aria-label="Running scan" className="space-y-2 rounded-md border border-line p-3">
      <p className="tabular-nums">
        {isCancelling ? 'Cancelling: images under way are still checked. ' : 'Scanning: '}
        {(scan.checked + scan.failed).toLocaleString('en')} of {scan.total.toLocaleString('en')} checked,{' '}
        {scan.changed.toLocaleString('en')} changed
        {problems === 0 ? '' : `, ${problems.toLocaleString('en')} could not be checked`}
      </p>
      <ScanBar scan={scan} className="block w-full" />
      {details.data === undefined || details.data.waiting.length === 0 ? null : (
        <div>
          <p className="text-muted">Waiting for</p>
          <ul>
            {details.data.waiting.slice(0, NAMED).map((wait) => (
              <li key={wait.host} className="break-words">
                {waitWords(wait, now)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <AllowedButton
        permission="track"
        size="sm"
        disabled={isCancelling || cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        Cancel scan
      </AllowedButton>
    </section>
  );
}

function Troubled({ troubled }: { troubled: readonly RegistryView[] }) {
  return (
    <div className="space-y-1">
      {troubled.length === 0 ? null : (
        <ul className="space-y-1">
          {troubled.slice(0, NAMED).map((registry) => (
            <li key={registry.host} className="break-words">
              <span className="mono font-medium">{registry.host}</span> {registryProblem(registry)}
              {registry.affectedSince === null ? null : (
                <>
                  {' '}
                  (since <Time value={registry.affectedSince} as="clock" />)
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <Link href="/settings/registries" className="underline underline-offset-2">
        {troubled.length > NAMED ? `All ${troubled.length} registries with problems` : 'Registries'}
      </Link>
    </div>
  );
}
