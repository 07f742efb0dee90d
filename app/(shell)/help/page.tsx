import { HelpPage } from '#components/help/help-page.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { parameter, requireAccess, type SearchParameters } from '#lib/api/server/routes/prefetch.ts';

export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const app = await requireAccess('/help');
  const text = parameter(await searchParams, 'q').trim();
  return (
    <>
      <title>{titleOf({ page: 'help', shown: text })}</title>
      <HelpPage
        contents={app.helpContents()}
        {...(text === '' ? {} : { search: { text, ...app.searchHelp(text) } })}
      />
    </>
  );
}
