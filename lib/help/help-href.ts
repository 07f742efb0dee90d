/**
 * Where a link of the document `slug` leads on the help pages: to a document, to a heading, or to a website. Undefined
 * for everything else, such as files of the source code.
 */
export function helpHref(href: string, slug: string, slugs: ReadonlySet<string>): string | undefined {
  if (/^https?:\/\//i.test(href)) return href;
  const [, file = '', anchor = ''] = /^(?:(?:\.\/)?([\w-]+)\.md)?(#[^#]*)?$/.exec(href) ?? [];
  if (file === '' && anchor === '') return undefined;
  const target = file === '' ? slug : file;
  return slugs.has(target) ? `/help/${target}${anchor}` : undefined;
}
