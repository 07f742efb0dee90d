// An Atom reader for tests: checks a document against the rules of RFC 4287 and returns its content.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

type XmlNode = { readonly ':@'?: Readonly<Record<string, string>>; readonly [name: string]: unknown };

/** An element with its attributes, its text and its children. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

interface ReadEntry {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly content: string;
  readonly alternate: string | undefined;
}

export interface ReadFeed {
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly self: string | undefined;
  readonly alternate: string | undefined;
  readonly entries: readonly ReadEntry[];
  /** Violations of RFC 4287; empty for a valid document. */
  readonly faults: readonly string[];
}

const FEED_CHILDREN = [
  ...['author', 'category', 'contributor', 'generator', 'icon', 'id', 'link', 'logo', 'rights', 'subtitle'],
  ...['title', 'updated', 'entry'],
];
const ENTRY_CHILDREN = [
  ...[
    'author',
    'category',
    'content',
    'contributor',
    'id',
    'link',
    'published',
    'rights',
    'source',
    'summary',
  ],
  ...['title', 'updated'],
];
/** RFC 3339 with the upper-case T and Z that § 3.3 requires. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** An absolute IRI: § 4.2.6 for ids. */
const IRI = /^[a-z][a-z0-9+.-]*:\S+$/i;

/** Parses a feed; throws if the text is not an XML document with one `feed` element. */
export function readAtom(text: string): ReadFeed {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    preserveOrder: true,
    trimValues: false,
    parseTagValue: false,
    ignoreDeclaration: true,
  });
  const [feed, ...more] = elements(parser.parse(text));
  if (feed?.name !== 'feed' || more.length > 0) throw new Error('the document is not one feed');
  const entries = feed.children.filter(({ name }) => name === 'entry');
  const faults: string[] = [];
  if (feed.attributes.xmlns !== 'http://www.w3.org/2005/Atom') faults.push('the namespace is not Atom’s');
  check(feed, 'feed', FEED_CHILDREN, faults);
  for (const entry of entries) check(entry, 'entry', ENTRY_CHILDREN, faults);

  const authored = (element: Element) => element.children.some(({ name }) => name === 'author');
  if (!authored(feed) && !entries.every(authored)) faults.push('there is an entry without an author');
  const ids = entries.map((entry) => textOf(entry, 'id'));
  if (new Set(ids).size !== ids.length) faults.push('two entries have the same id');
  const updated = textOf(feed, 'updated');
  if (entries.some((entry) => Date.parse(textOf(entry, 'updated')) > Date.parse(updated))) {
    faults.push('an entry was updated after its feed');
  }
  return {
    ...{ id: textOf(feed, 'id'), title: textOf(feed, 'title'), updated },
    self: linkOf(feed, 'self'),
    alternate: linkOf(feed, 'alternate'),
    entries: entries.map((entry) => ({
      ...{ id: textOf(entry, 'id'), title: textOf(entry, 'title'), updated: textOf(entry, 'updated') },
      content: textOf(entry, 'content'),
      alternate: linkOf(entry, 'alternate'),
    })),
    faults,
  };
}

function check(element: Element, what: string, allowed: readonly string[], faults: string[]) {
  const of = (name: string) => element.children.filter((child) => child.name === name);
  for (const { name } of element.children) {
    if (!allowed.includes(name)) faults.push(`${what} has the element ${name}`);
  }
  for (const name of ['id', 'title', 'updated']) {
    if (of(name).length !== 1) faults.push(`${what} has ${of(name).length} of ${name}`);
  }
  for (const name of ['generator', 'subtitle', 'rights', 'published', 'content', 'summary']) {
    if (of(name).length > 1) faults.push(`${what} has more than one ${name}`);
  }
  for (const name of ['updated', 'published']) {
    for (const { text } of of(name)) if (!DATE.test(text)) faults.push(`${what}: ${text} is no date`);
  }
  for (const { text } of of('id')) if (!IRI.test(text)) faults.push(`${what}: ${text} is no IRI`);
  for (const author of of('author')) {
    if (textOf(author, 'name') === '') faults.push(`${what} has an author without a name`);
  }
  for (const { attributes } of of('category')) {
    if ((attributes.term ?? '') === '') faults.push(`${what} has a category without a term`);
  }
  const links = of('link').map(({ attributes }) => attributes);
  if (links.some(({ href = '' }) => !IRI.test(href))) faults.push(`${what} has a link that leads nowhere`);
  const alternates = links.filter(({ rel = 'alternate' }) => rel === 'alternate');
  const kinds = alternates.map(({ type = '', hreflang = '' }) => `${type} ${hreflang}`);
  if (new Set(kinds).size !== kinds.length) faults.push(`${what} has two alternates of one kind`);
  if (what === 'entry' && of('content').length === 0 && alternates.length === 0) {
    faults.push('an entry has neither content nor an alternate');
  }
  for (const { name, attributes } of element.children) {
    const isText = name === 'title' || name === 'content' || name === 'summary';
    if (isText && !['text', 'html', undefined].includes(attributes.type)) {
      faults.push(`${what}: ${name} is of the type ${attributes.type}`);
    }
  }
}

function textOf({ children }: Element, name: string): string {
  return children.find((child) => child.name === name)?.text ?? '';
}

function linkOf({ children }: Element, rel: string): string | undefined {
  return children.find(({ name, attributes }) => name === 'link' && attributes.rel === rel)?.attributes.href;
}

function elements(nodes: readonly XmlNode[]): Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    if (name === '#text') return [];
    const inside = node[name] as XmlNode[];
    const text = inside.map((child) => String(child['#text'] ?? '')).join('');
    return [{ name, attributes: node[':@'] ?? {}, text, children: elements(inside) }];
  });
}
