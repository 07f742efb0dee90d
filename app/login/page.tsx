import type { Metadata } from 'next';
import { LoginPage } from '#components/access/login/login-page.tsx';
import { loginFailure } from '#lib/api/contract/access.ts';
import { localPath } from '#lib/api/server/access/login-return-path.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { parameter, type SearchParameters } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Log in' };

/** The login page, which then opens `next`. */
export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const asked = await searchParams;
  const failure = loginFailure.safeParse(parameter(asked, 'failure')).data;
  return (
    <LoginPage
      offer={application().loginOffer}
      next={localPath(parameter(asked, 'next'))}
      failure={failure}
    />
  );
}
