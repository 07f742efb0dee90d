import type { Metadata } from 'next';
import { LoginForm } from '#components/shell/login-form.tsx';
import { Mark } from '#components/shell/mark.tsx';

export const metadata: Metadata = { title: 'Log in' };

/** Where a token is set, whoever has no session comes here first. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  return (
    <main className="mx-auto flex max-w-sm flex-col gap-6 px-4 pt-[18vh]">
      <h1 className="flex items-center gap-2 text-lg font-semibold">
        <Mark />
        Baseboard
      </h1>
      <LoginForm next={ownPath(next)} />
    </main>
  );
}

/** Back to a page of ours alone: `//host` and `/\host` lead elsewhere. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
